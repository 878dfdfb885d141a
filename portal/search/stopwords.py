"""Words too common to search for, by language, written in lower case.

A word typed without its accents is listed too, unless it then means something else: « sûr » and « été » are words
worth finding. Short names of languages and trades (C, R, D, Go) are left out on purpose.
"""

_FRENCH = """
a à ai aie ainsi alors apres après as au aucun aucune aura aurait auront aussi autre autres aux avait avant avec avez
avoir avons ayant beaucoup bien car ce ceci cela celle celles celui cent ces cet cette ceux chacun chaque chez comme
comment dans de depuis des dès donc dont du elle elles en encore entre es est et etait était etant étant etc etes êtes
etre être eu eux fait faut font ici il ils je jusque la là le les leur leurs lors lorsque lui ma mais me meme même memes
mêmes mes mien moi moins mon ne ni nos notre nous on ont ou où par parce pas pendant peu peut plus pour pourquoi puis
puisque quand que quel quelle quelles quels qui quoi sa sans se sera serait seront ses si sien soi soient soit sommes
son sont sous sur ta tandis te tel telle tes toi ton tous tout toute toutes tres très tu un une vers vos votre vous y
"""

_ENGLISH = """
a about above after again all also am an and any are aren as at be because been before being below between both but by
can could did do does doing don down during each few for from further had has have having he her here hers him his how
i if in into is isn it its itself just let ll may me might more most must my no nor not of off on once only or other our
ours out over own per re same shall she should so some such than that the their theirs them then there these they this
those through to too under until up upon us ve very via was wasn we were what when where which while who whom why will
with within without would you your yours
"""

STOP_WORDS = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}
