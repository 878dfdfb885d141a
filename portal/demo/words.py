"""What the demo's people write to each other."""

from __future__ import annotations

MESSAGES = {
    "fr": (
        "J’ai mené un inventaire proche l’an dernier pour mon équipe. Je connais les pièges et je peux commencer vite.",
        "Le sujet me tient à cœur : je le vois chaque semaine du côté du terrain. Je suis prête à y "
        "consacrer le temps demandé.",
        "Je pratique ces outils tous les jours, et j’aimerais les mettre au service d’une autre direction.",
        "Je n’ai pas toutes les compétences demandées, mais j’apprends vite et j’ai déjà travaillé avec les "
        "métiers concernés.",
        "J’ai lu le brief deux fois : l’objectif est net et le livrable utile. Je peux vous montrer un "
        "travail comparable.",
        "Disponible à la part demandée dès la première semaine, avec l’accord de principe de mon manager.",
        "J’ai animé six ateliers sur ce thème l’an passé. Je viendrais avec mes trames.",
        "Je cherche à élargir ma pratique hors de mon service, et cette mission est exactement à la bonne taille.",
    ),
    "en": (
        "I ran a similar inventory for my team last year. I know the traps and can start quickly.",
        "I work with these tools every day and would like to put them at the service of another unit.",
        "The goal is clear and the deliverable useful. I can show you comparable work.",
        "I do not have every skill you ask for, but I learn fast and know the people concerned.",
    ),
}
# In what context a colleague saw a skill at work.
CONTEXTS = {
    "fr": (
        "Sur la refonte du baromètre, du premier jet à la mise en ligne.",
        "Nous avons tenu ensemble trois ateliers difficiles ; c’est à refaire.",
        "M’a appris à m’en servir, avec patience.",
        "Pendant la semaine des incidents, sans jamais perdre le fil.",
        "Je viens le demander ici avant d’aller voir ailleurs.",
    ),
    "en": (
        "On the last report we wrote together, from the first draft to the end.",
        "Ran two hard workshops with me; I would do it again.",
        "Taught me how to use it, patiently.",
    ),
}
OFFERS = {
    "fr": (
        "Nous serions heureux de vous compter parmi nous. Le premier point est prévu la première semaine, le "
        "mardi matin."
    ),
    "en": "We would be glad to have you with us. The first meeting is on the Tuesday of the first week.",
}
WHYS = {
    "fr": (
        "A bâti un référentiel comparable et sait parler aux métiers.",
        "La seule candidature qui a déjà mené un tel projet de bout en bout.",
        "Connaît le terrain et les outils ; les deux se rencontrent rarement.",
        "A transmis sa méthode à deux équipes, c’est ce qu’il nous faut.",
    ),
    "en": (
        "Built a comparable reference and speaks the language of the business teams.",
        "Has led such a project from end to end.",
        "Knows both the field and the tools, which is rare.",
    ),
}
NOTES = {
    "fr": ("Bonne mission, tu nous raconteras.", "C’est le bon moment, l’équipe peut s’organiser.", ""),
    "en": ("Enjoy it, and tell us about it.", "Good timing, the team can organise.", ""),
}
# What is paused, shared, replaced, and to be checked at mid-mission.
RELIEFS = {
    "fr": (
        ("Le baromètre mensuel passe à un rythme trimestriel jusqu’à la fin.", "", "", ""),
        (
            "",
            "Les demandes courantes sont partagées entre deux collègues.",
            "",
            "Les deux collègues tiennent-ils le rythme, ou faut-il décaler la saisie de fin de mois ?",
        ),
        ("", "", "", ""),
    ),
    "en": (
        ("", "Routine requests are shared between two colleagues.", "", "Whether the two of them still keep up."),
        ("The monthly report becomes quarterly.", "", "", ""),
        ("", "", "", ""),
    ),
}
REFUSALS = {
    "fr": {
        "workload": "Nous clôturons l’exercice en même temps ; je ne peux pas libérer une personne de plus.",
        "notice_too_short": "Trois jours pour s’organiser, c’est trop peu. Avec deux semaines, ce serait possible.",
        "team_already_lending": "Deux personnes de l’équipe sont déjà prêtées sur cette période.",
    },
    "en": {
        "workload": "We close the year at the same time; I cannot free one more person.",
        "notice_too_short": "Three days to organise is too short. With two weeks it would be possible.",
        "team_already_lending": "Two people of the team are already lent over this period.",
    },
}
COUNTERS = {
    "fr": (
        "La part demandée nous mettrait en difficulté pendant la campagne. À ce rythme, et un peu plus tard, "
        "nous tenons."
    ),
    "en": (
        "The share asked for would put us in difficulty during the campaign. At this pace, and a little "
        "later, it works."
    ),
}
OVERRIDES = {
    "fr": "Le plafond est dépassé pour peu de temps, avec l’accord de la personne : la mission ne peut pas attendre.",
    "en": "The ceiling is passed for a short time, with the person’s agreement: the mission cannot wait.",
}
NOT_SELECTED = {
    "fr": "Votre candidature était solide. Nous avons retenu une personne qui avait déjà mené ce type d’inventaire.",
    "en": "Your application was solid. We chose someone who had already run this kind of inventory.",
}
WITHDRAWALS = {
    "fr": "Une urgence dans mon équipe me retient, je préfère laisser ma place.",
    "en": "Something urgent in my team keeps me, I would rather give up my place.",
}
OUTCOMES = {
    "fr": (
        "Vingt parcours repris en cinq semaines, et une équipe qui sait désormais continuer seule.",
        "Une carte des flux que tout le monde utilise, et trois réunions hebdomadaires devenues inutiles.",
        "Les ateliers ont mis d’accord quatre services qui ne se parlaient plus, et les règles tiennent depuis.",
        "Un outil simple, documenté, repris par deux autres directions sans qu’on l’ait demandé.",
        "Des délais divisés par deux sur les dossiers urgents, mesurés pendant six semaines.",
    ),
    "en": (
        "Twenty journeys fixed in five weeks, and a team that now carries on alone.",
        "A map of the flows that everyone uses, and three weekly meetings that are no longer needed.",
        "A simple, documented tool that two other units have taken up unasked.",
    ),
}
PRAISE = {
    "fr": (
        "Tu en reviens avec une méthode que toute l’équipe emploie déjà. Merci.",
        "Ce temps prêté nous est revenu : les échanges avec l’autre direction sont plus simples.",
        "",
    ),
    "en": ("You came back with a method the whole team already uses. Thank you.", ""),
}

PAUSE = (
    "Deux des trois zones d’activité votent leur budget de mobilité le mois prochain : nous reprendrons les "
    "entretiens à ce moment-là, avec les mêmes personnes."
)

UNFILLED_CAUSES = ("skills", "dates")
UNFILLED = (
    "Les deux personnes qui connaissent les ports n’étaient libres qu’à l’automne. Nous confions l’étude à l’équipe "
    "de Nantes, qui s’en servira d’abord. Merci à celles et ceux qui s’étaient proposés."
)

URGENT = (
    "Les distributeurs sont livrés dans trois semaines et personne ici n’a encore testé un écran avec des voyageurs "
    "malvoyants : nous cherchons aussi dehors dès maintenant."
)

REPORT = (
    "L’atelier de lancement annoncé dans le contexte est passé depuis trois semaines : cherchez-vous encore quelqu’un ?"
)
TRANSFER = (
    "Je passe à mi-temps sur les appels d’offres de la région Sud à partir de janvier. La grille des réponses est "
    "prête, et des candidatures attendent : je vous raconte tout quand vous voulez."
)
