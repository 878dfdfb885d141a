"""The people, places, units and firms of the generated organization: a vocabulary of our own, in two languages."""

from __future__ import annotations

GIVEN = (
    "Adèle Agathe Aïcha Alban Alice Amandine Ambroise Amel Anaïs Anatole Anouk Antonin Apolline Arthur "
    "Astrid Aurèle Aurore Axelle Basile Bastien Béatrice Bérénice Bilal Blandine Boris Camille Capucine "
    "Cécile Célestin Charlie Chloé Clarisse Clément Clotilde Constance Corentin Cyril Dalila Damien "
    "Delphine Denis Diane Djamila Édith Édouard Élise Éloi Elsa Émile Emma Enzo Éric Esther Eugénie "
    "Fabien Fanny Farid Faustine Félix Flavie Florent Gaëlle Gaspard Gilles Grégoire Guilhem Hadrien "
    "Hamid Hannah Héloïse Honorine Hugo Ibrahim Imane Ingrid Iris Ismaël Ivan Jeanne Joachim Josué Judith "
    "Jules Karima Kenza Kévin Khadija Lamia Lancelot Laure Léonard Lila Lilian Lina Loïc Louise Lucas "
    "Lucille Maëlle Malik Manon Marceau Margot Mathis Maud Maxence Mehdi Mélina Mila Mona Myriam Nabil "
    "Nadège Naïm Natacha Nathan Nina Noé Nora Octave Odile Olga Omar Ophélie Oriane Pablo Paloma Pauline "
    "Perrine Quentin Rachid Raphaël Régis Rita Robin Romane Rose Sabine Salomé Samir Sarah Selma Séverine "
    "Silvère Simon Soline Sonia Stella Suzanne Sylvain Tania Téo Tiphaine Titouan Ulysse Valentine Victor "
    "Violaine Wassim Xavier Yanis Yasmine Zoé"
).split()

FAMILY = (
    "Abadie Allard Amrani Ancelin Arnoux Aubrac Auger Azoulay Bachelet Barral Bassot Bataille Bedos "
    "Belkacem Benoît Berthier Besson Blin Boisard Bonnet Bouchard Bourdin Brun Cabrol Cadiou Calvet "
    "Carlier Castaing Cauvin Chabrol Chastaing Chevrier Cissé Clavel Cochet Colas Corbin Cordier Costa "
    "Courtin Crozet Dabin Daumas Delmas Delorme Descamps Diop Dorval Doucet Drouet Dupin Duras Esnault "
    "Fabre Faivre Farge Favier Ferrand Fleury Fontan Fournel Gadet Gallois Garnier Gasnier Gauthier "
    "Gillet Gomis Goujon Granier Grimal Guérin Hamdi Hardouin Hébert Hoarau Huet Imbert Jacquet Jamet "
    "Joly Josse Julien Kaci Kerjean Konaté Labat Lacaze Laforge Lagarde Lambert Landry Langlois Lanoë "
    "Lavigne Lebas Leclerc Lefort Legrand Lemoine Leroux Lesage Lorrain Maillard Malherbe Mansour "
    "Marchand Marin Martel Massot Maurin Mercier Meunier Millet Monnier Morand Morvan Mounier Nardin "
    "Navarro Nicolas Noël Nouvel Ollier Ortega Pagès Parent Pasquier Péan Pelletier Perrault Picard "
    "Pineau Poirier Prat Prigent Quéré Rabier Raynaud Régnier Renaud Ribes Ricard Rivière Robin Roche "
    "Rolland Rossi Roussel Ruiz Sabatier Saint-Jean Salvi Sauvage Schmitt Serra Sicard Simonet Sorel "
    "Tardieu Tessier Thomas Tissot Touré Traoré Turpin Vallet Vannier Vasseur Verdier Vial Vidal Vigneron "
    "Villard Weber Yvon Zidane"
).split()

PLACES = ("Lyon", "Paris", "Nantes", "Lille", "Marseille", "Toulouse", "Rennes", "Strasbourg", "Bordeaux", "Grenoble")

# Directorates: code, name and the units below it, each in French and in English. With the root: sixty units.
DIRECTORATES: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "DATA",
        "Données et analyse",
        "Data and Analytics",
        (
            ("Qualité des données", "Data Quality"),
            ("Études et modèles", "Studies and Models"),
            ("Tableaux de bord", "Dashboards"),
            ("Plateforme de données", "Data Platform"),
        ),
    ),
    (
        "DSI",
        "Systèmes d’information",
        "Information Systems",
        (
            ("Applications métier", "Business Applications"),
            ("Réseaux et postes", "Networks and Workstations"),
            ("Sécurité informatique", "IT Security"),
            ("Assistance aux utilisateurs", "User Support"),
        ),
    ),
    (
        "RH",
        "Ressources humaines",
        "Human Resources",
        (
            ("Formation", "Training"),
            ("Recrutement et mobilité", "Recruitment and Mobility"),
            ("Paie et administration", "Payroll and Administration"),
            ("Santé au travail", "Health at Work"),
        ),
    ),
    (
        "FIN",
        "Finances et contrôle",
        "Finance and Control",
        (
            ("Comptabilité", "Accounting"),
            ("Contrôle de gestion", "Management Control"),
            ("Trésorerie", "Treasury"),
            ("Audit interne", "Internal Audit"),
        ),
    ),
    (
        "MKT",
        "Marketing et marque",
        "Marketing and Brand",
        (
            ("Connaissance des clients", "Customer Insight"),
            ("Contenus et rédaction", "Content and Editing"),
            ("Marque et image", "Brand and Image"),
            ("Marketing numérique", "Digital Marketing"),
        ),
    ),
    (
        "COM",
        "Direction commerciale",
        "Sales",
        (
            ("Grands comptes", "Key Accounts"),
            ("Petites entreprises", "Small Businesses"),
            ("Service aux clients", "Customer Service"),
            ("Offres et devis", "Offers and Quotes"),
        ),
    ),
    (
        "OPS",
        "Opérations",
        "Operations",
        (
            ("Logistique", "Logistics"),
            ("Planification", "Planning"),
            ("Entretien des sites", "Site Maintenance"),
            ("Qualité et méthodes", "Quality and Methods"),
        ),
    ),
    (
        "ING",
        "Ingénierie et produits",
        "Engineering and Products",
        (
            ("Bureau d’études", "Design Office"),
            ("Essais et mesures", "Tests and Measurements"),
            ("Prototypes", "Prototypes"),
            ("Documentation technique", "Technical Documentation"),
        ),
    ),
    (
        "ACH",
        "Achats",
        "Procurement",
        (
            ("Achats de prestations", "Services Procurement"),
            ("Achats de matières", "Materials Procurement"),
            ("Relations avec les fournisseurs", "Supplier Relations"),
            ("Contrats", "Contracts"),
        ),
    ),
    (
        "RSE",
        "Environnement et impact",
        "Environment and Impact",
        (
            ("Bilan carbone", "Carbon Accounting"),
            ("Énergie", "Energy"),
            ("Accessibilité", "Accessibility"),
            ("Achats responsables", "Responsible Purchasing"),
        ),
    ),
    (
        "JUR",
        "Affaires juridiques",
        "Legal Affairs",
        (
            ("Droit des contrats", "Contract Law"),
            ("Protection des données", "Data Protection"),
            ("Conformité", "Compliance"),
        ),
    ),
    (
        "SUD",
        "Réseau Sud-Est",
        "South-East Network",
        (
            ("Agences de la vallée", "Valley Branches"),
            ("Agences du littoral", "Coastal Branches"),
            ("Ateliers", "Workshops"),
            ("Relation locale", "Local Relations"),
        ),
    ),
)
ROOT_UNIT = ("DG", "Direction générale", "Executive Office")

# What people do, for each directorate, in French and in English.
JOBS: dict[str, tuple[tuple[str, str], ...]] = {
    "DATA": (("Analyste de données", "Data analyst"), ("Ingénieure de données", "Data engineer")),
    "DSI": (("Développeur", "Developer"), ("Administratrice de systèmes", "Systems administrator")),
    "RH": (("Partenaire RH", "HR partner"), ("Chargée de formation", "Training officer")),
    "FIN": (("Contrôleur de gestion", "Management controller"), ("Comptable", "Accountant")),
    "MKT": (("Chargée d’études", "Research officer"), ("Rédacteur", "Writer")),
    "COM": (("Ingénieure commerciale", "Sales engineer"), ("Conseiller clientèle", "Customer adviser")),
    "OPS": (("Planificatrice", "Planner"), ("Responsable de site", "Site manager")),
    "ING": (("Ingénieur produit", "Product engineer"), ("Technicienne d’essais", "Test technician")),
    "ACH": (("Acheteuse", "Buyer"), ("Gestionnaire de contrats", "Contract manager")),
    "RSE": (("Chargée de mission énergie", "Energy officer"), ("Analyste carbone", "Carbon analyst")),
    "JUR": (("Juriste", "Legal adviser"), ("Déléguée à la conformité", "Compliance officer")),
    "SUD": (("Responsable d’agence", "Branch manager"), ("Technicien d’atelier", "Workshop technician")),
    "DG": (("Membre de la direction", "Executive"),),
}

FIRM_STEMS = (
    "Alberive Bravane Cormelle Dorsane Elvirac Fontarel Galvède Hestive Iscarel Jorvane Kaliste Lorviel Mirevaux "
    "Nervanne Ostrale Pélinac Quillac Rosvelle Sorgane Tarvelle Ulmeray Varsanne Welmont Ysandre Zélique"
).split()
FIRM_TAILS = ("Conseil", "Partenaires", "Ingénierie", "Services", "Associés", "Talents", "Études", "Numérique")
