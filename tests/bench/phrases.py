"""The sentences of the generated organization: written by us, in pairs, to be put together by `prose`.

In French a subject always follows a verb or a preposition that neither agrees nor contracts with it.
"""

from __future__ import annotations

Pair = tuple[str, str]

ACTIONS: tuple[Pair, ...] = (
    ("Cartographier", "Map"),
    ("Simplifier", "Simplify"),
    ("Documenter", "Document"),
    ("Repenser", "Rethink"),
    ("Évaluer", "Assess"),
    ("Moderniser", "Modernise"),
    ("Réviser", "Review"),
    ("Consolider", "Consolidate"),
    ("Déployer", "Roll out"),
    ("Expliquer", "Explain"),
    ("Mettre à jour", "Update"),
    ("Tester", "Test"),
    ("Préparer", "Prepare"),
    ("Partager", "Share"),
)

SUBJECTS: dict[str, tuple[Pair, ...]] = {
    "DATA": (
        ("le catalogue des données clients", "the customer data catalogue"),
        ("les indicateurs de vente", "the sales indicators"),
        ("le modèle de prévision des stocks", "the stock forecasting model"),
        ("les règles de qualité des données", "the data quality rules"),
        ("le tableau de bord des délais", "the lead-time dashboard"),
    ),
    "DSI": (
        ("le portail des fournisseurs", "the supplier portal"),
        ("la sauvegarde des postes", "the workstation backups"),
        ("les droits d’accès aux applications", "the access rights to applications"),
        ("le parcours d’assistance", "the support process"),
        ("la messagerie des ateliers", "the workshops’ messaging"),
    ),
    "RH": (
        ("l’accueil des nouveaux arrivants", "the welcome of newcomers"),
        ("le parcours de tutorat", "the mentoring programme"),
        ("les entretiens de mobilité", "the mobility interviews"),
        ("le plan de formation", "the training plan"),
        ("la charte du travail à distance", "the remote work charter"),
    ),
    "FIN": (
        ("la clôture mensuelle", "the monthly closing"),
        ("le suivi des budgets de projet", "the tracking of project budgets"),
        ("les notes de frais", "the expense claims"),
        ("la prévision de trésorerie", "the cash forecast"),
        ("le contrôle des factures", "the checking of invoices"),
    ),
    "MKT": (
        ("l’enquête de satisfaction", "the satisfaction survey"),
        ("la lettre aux clients", "the customer newsletter"),
        ("le guide de la marque", "the brand guide"),
        ("les pages d’aide du site", "the help pages of the website"),
        ("le calendrier des salons", "the trade show calendar"),
    ),
    "COM": (
        ("le traitement des réclamations", "the handling of complaints"),
        ("les devis des petites entreprises", "the quotes for small businesses"),
        ("la reprise des clients inactifs", "the recovery of inactive customers"),
        ("l’argumentaire de la nouvelle offre", "the case for the new offer"),
        ("le suivi des grands comptes", "the follow-up of key accounts"),
    ),
    "OPS": (
        ("la tournée des livraisons", "the delivery rounds"),
        ("le planning des équipes de nuit", "the night shift schedule"),
        ("l’entretien préventif des quais", "the preventive maintenance of the docks"),
        ("les consignes de sécurité", "the safety instructions"),
        ("le tri des retours", "the sorting of returns"),
    ),
    "ING": (
        ("le banc d’essai des capteurs", "the sensor test bench"),
        ("la nomenclature des pièces", "the parts list"),
        ("les manuels d’installation", "the installation manuals"),
        ("le prototype de compteur", "the meter prototype"),
        ("la revue de conception", "the design review"),
    ),
    "ACH": (
        ("le panel des fournisseurs", "the supplier panel"),
        ("les contrats-cadres", "the framework contracts"),
        ("la grille des tarifs journaliers", "the daily rate card"),
        ("le recueil des besoins d’achat", "the collection of purchasing needs"),
        ("l’appel d’offres de nettoyage", "the cleaning services tender"),
    ),
    "RSE": (
        ("le bilan carbone des déplacements", "the carbon footprint of travel"),
        ("la consommation d’énergie des sites", "the energy use of the sites"),
        ("l’accessibilité de nos services", "the accessibility of our services"),
        ("la collecte des appareils usagés", "the collection of used devices"),
        ("le rapport d’impact", "the impact report"),
    ),
    "JUR": (
        ("le registre des traitements", "the processing register"),
        ("les modèles de contrat", "the contract templates"),
        ("la conservation des dossiers", "the retention of files"),
        ("le dispositif d’alerte", "the whistleblowing procedure"),
        ("les délégations de signature", "the signing authorities"),
    ),
    "SUD": (
        ("l’accueil en agence", "the welcome in branches"),
        ("le stock des ateliers", "the workshops’ stock"),
        ("les horaires des agences du littoral", "the hours of the coastal branches"),
        ("la signalétique des sites", "the signs on our sites"),
        ("le partenariat avec les lycées", "the partnership with schools"),
    ),
}
SUBJECTS["DG"] = SUBJECTS["RSE"]

SCOPES: tuple[Pair, ...] = (
    ("", ""),
    (" avec les équipes de terrain", " with the field teams"),
    (" pour trois sites pilotes", " for three pilot sites"),
    (" avant la fin du trimestre", " before the end of the quarter"),
    (" dans le réseau Sud-Est", " in the South-East Network"),
    (" avec les Finances", " with Finance"),
    (" pour les nouvelles équipes", " for the new teams"),
    (" à Lyon", " in Lyon"),
    (" à Nantes", " in Nantes"),
    (" à partir des retours de l’an dernier", " from last year’s feedback"),
)

SUMMARIES: tuple[Pair, ...] = (
    (
        "Une petite équipe de plusieurs entités pour {verb} {subject}, avec un résultat utilisable dès la fin.",
        "A small team from several units to {verb} {subject}, with a result that can be used at once.",
    ),
    (
        "Nous cherchons des regards neufs pour {verb} {subject} et laisser un mode d’emploi clair.",
        "We look for fresh eyes to {verb} {subject} and leave clear instructions behind.",
    ),
    (
        "Quelques heures par semaine pour {verb} {subject}, aux côtés de ceux qui s’en servent.",
        "A few hours a week to {verb} {subject}, beside those who use it.",
    ),
)

CONTEXTS: tuple[Pair, ...] = (
    (
        "Plusieurs équipes s’appuient chaque jour sur {subject}, chacune à sa manière, et passent du temps "
        "à rapprocher leurs chiffres.",
        "Several teams rely on {subject} every day, each in its own way, and spend time reconciling their figures.",
    ),
    (
        "L’an dernier, une première équipe a commencé à travailler sur {subject}. Son départ a laissé des notes utiles "
        "et des questions ouvertes.",
        "Last year a first team started to work on {subject}. It left useful notes and open questions.",
    ),
    (
        "Les retours des sites placent {subject} parmi les trois sujets qui font perdre le plus de temps.",
        "Feedback from the sites puts {subject} among the three things that waste the most time.",
    ),
    (
        "Un audit a montré que personne ne regarde {subject} dans son ensemble, de la demande à la réponse.",
        "An audit showed that nobody looks at {subject} as a whole, from request to answer.",
    ),
)

OBJECTIVES: tuple[Pair, ...] = (
    (
        "{Verb} {subject}, décider de ce qui change et le faire vivre dans deux entités au moins.",
        "{Verb} {subject}, decide what changes and bring it to life in at least two units.",
    ),
    (
        "{Verb} {subject} et réduire d’un tiers le temps que les équipes y passent.",
        "{Verb} {subject} and cut by a third the time that teams spend on it.",
    ),
)

DELIVERABLES: tuple[Pair, ...] = (
    ("Un état des lieux de dix pages au plus", "A review of ten pages at most"),
    (
        "Une liste de décisions, avec leur porteur et leur date",
        "A list of decisions, each with an owner and a date",
    ),
    ("Un mode d’emploi illustré", "Illustrated instructions"),
    ("Un essai sur un site, avec ses mesures", "A trial on one site, with its measurements"),
    ("Une présentation d’une heure aux équipes", "A one-hour presentation to the teams"),
)

SUCCESS: tuple[Pair, ...] = (
    ("Les équipes s’en servent encore trois mois plus tard.", "The teams still use it three months later."),
    ("Le nombre de demandes en attente est divisé par deux.", "The number of pending requests is halved."),
    ("Une nouvelle personne s’y retrouve en une demi-journée.", "A newcomer finds their way in half a day."),
)

TOOLS: tuple[Pair, ...] = (
    ("Tableur partagé, espace documentaire de l’entité.", "Shared spreadsheet, the unit’s document space."),
    ("Outils de l’équipe, accès donnés la première semaine.", "The team’s tools, access given in the first week."),
)

NEXT: tuple[Pair, ...] = (
    (
        "Une restitution, puis la reprise par l’équipe en place.",
        "A closing session, then the present team takes over.",
    ),
    ("Une seconde étape est possible selon les résultats.", "A second stage is possible, depending on the results."),
)

SEATS: tuple[Pair, ...] = (
    ("Analyste", "Analyst"),
    ("Animation des ateliers", "Workshop facilitator"),
    ("Rédaction", "Writer"),
    ("Appui technique", "Technical support"),
    ("Coordination", "Coordinator"),
    ("Regard extérieur", "Outside view"),
)

HEADLINES: tuple[Pair, ...] = (
    ("{job}, {unit}", "{job}, {unit}"),
    ("{job} à {place}", "{job} in {place}"),
    ("{job}, curiosité pour les sujets transverses", "{job}, curious about transverse work"),
)

PROFILES: tuple[Pair, ...] = (
    (
        "J’aime partir du terrain et revenir avec une solution simple.",
        "I like to start from the field and come back with something simple.",
    ),
    (
        "Je relie volontiers des personnes qui ne travaillent pas encore ensemble.",
        "I gladly connect people who do not work together yet.",
    ),
    (
        "Je sais expliquer un sujet technique à ceux qui ne le sont pas.",
        "I can explain a technical matter to those who are not technical.",
    ),
    (
        "Je tiens les délais et je préviens tôt quand ils bougent.",
        "I keep deadlines and say early when they move.",
    ),
    (
        "Je cherche des missions où l’on apprend un métier voisin du mien.",
        "I look for missions where one learns a trade close to mine.",
    ),
)

MESSAGES: tuple[Pair, ...] = (
    (
        "J’ai travaillé deux ans sur un sujet proche et j’aimerais partager ce que j’en ai retenu.",
        "I worked for two years on something close and would like to share what I learnt.",
    ),
    (
        "Cette mission touche à ce que je fais chaque jour ; je connais les personnes à interroger.",
        "This mission touches what I do every day; I know the people to ask.",
    ),
    (
        "Je souhaite progresser sur ce sujet et je peux me libérer le mardi et le jeudi.",
        "I want to grow in this field and can free my Tuesdays and Thursdays.",
    ),
)

OFFER_REASONS: tuple[Pair, ...] = (
    (
        "Une expérience directe du sujet et une vraie envie de transmettre.",
        "Direct experience of the subject and a real wish to pass it on.",
    ),
    ("Le meilleur accord entre compétences et calendrier.", "The best match of skills and calendar."),
)

TIME_NOTES: tuple[Pair, ...] = (
    ("", ""),
    ("Entretiens avec les équipes.", "Interviews with the teams."),
    ("Rédaction et relecture.", "Writing and proofreading."),
    ("Atelier et compte rendu.", "Workshop and minutes."),
)

OUTCOMES: tuple[Pair, ...] = (
    (
        "Le mode d’emploi est en place dans deux entités et les questions répétées ont disparu.",
        "The instructions are in place in two units and the repeated questions are gone.",
    ),
    (
        "Les mesures de l’essai ont permis de décider en une réunion.",
        "The measurements of the trial allowed a decision in one meeting.",
    ),
)

THANKS: tuple[Pair, ...] = (
    ("Un vrai apport, y compris pour notre équipe.", "A real contribution, for our own team too."),
    ("Du temps bien employé, que je prêterais à nouveau.", "Time well spent, which I would lend again."),
)

REFUSALS: tuple[Pair, ...] = (
    ("L’équipe prépare une échéance importante.", "The team is preparing an important deadline."),
    ("Deux collègues sont déjà prêtés à d’autres missions.", "Two colleagues are already lent to other missions."),
)

PILOTS: tuple[Pair, ...] = (
    ("Données partagées", "Shared data"),
    ("Accueil et tutorat", "Welcome and mentoring"),
    ("Sobriété des sites", "Frugal sites"),
    ("Qualité de service", "Quality of service"),
    ("Savoir transmettre", "Passing on knowledge"),
    ("Achats plus simples", "Simpler purchasing"),
)

PURPOSES: tuple[Pair, ...] = (
    (
        "Vérifier, à petite échelle, que le temps prêté profite aussi à l’équipe qui le prête.",
        "Check, on a small scale, that lent time also benefits the team that lends it.",
    ),
    (
        "Faire travailler ensemble des métiers voisins et mesurer ce qu’ils apprennent.",
        "Have neighbouring trades work together and measure what they learn.",
    ),
)

CHARTER: Pair = (
    "Le temps prêté est convenu avec le responsable, compté dans la charge de l’équipe et reconnu à la fin.",
    "Lent time is agreed with the manager, counted in the team’s load and recognised at the end.",
)
