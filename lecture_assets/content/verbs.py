"""English verb forms that are hardly ever nouns, and what else cannot end a noun phrase."""

import re

_REGULAR = """
absorb accept achieve adapt add adjust admit adopt affect afford agree allow announce appear apply
argue arise arrive ask assist assume assure attach avoid belong borrow calculate carry clarify
combine compare complain compute conclude confirm confuse connect consider consist contain continue
contribute convert coordinate create criticise criticize decide declare define deny depend derive
describe deserve destroy determine develop differ disappear discover discuss distinguish divide
earn eliminate emerge employ enable encourage enjoy ensure enter establish evaluate examine exist
expand expect explain explore express extend fail follow forgive happen identify ignore illustrate
imagine imply improve include indicate inform inherit insert introduce invent invest invite involve
join learn lie live maintain manage memorise memorize modify multiply observe obtain occupy occur
operate oppose organise organize perform persuade possess pour predict prefer prepare preserve
presume pretend prevent proceed produce protect prove provide publish pull push realise realize
receive recognise recognize recommend recover reduce refer reflect reimburse relate rely remain
remember remind remove repeat replace replay represent require resemble respond retain reveal
satisfy seem separate solve stay strengthen subtract succeed suffer suggest surround survive tend
translate treat vary want weaken whisper widen write
"""
_IRREGULAR = """
arose ate beat beats become bend bends bent bind binds bit bites blew blow blows born bought bound
bred brought build builds built buy buys catch catches caught choose chooses chose chosen cling
concerned covered dealt did dig digs does draw drawn draws drew driven drives drove eat eaten eats
fed feel feels fell felt fight fled flew flies flow flown forget forgets forgot forgotten fought
froze gave got grew grow grown grows hear heard hears held hid hide hides hold holds hurt kept laid
lay lays lead leads led left lend lent lose loses lost made met ought paid pay pays pick picks ran
rang read reads recalled rose said sang sat saved sell sells send sends sent shook shot sing sings
sit sits slept slid sold speak speaks spend spends spent spoke spoken stand stands stick sticks
stole stood stored struck stuck sung sunk swam swap swaps swear swore taught teach teaches tear
tears threw throw thrown throws told tore trained tried understood wear wears went win wins woke
won wore writes written wrote
"""


def _forms(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return base, base + "s", base + "d"
    if base.endswith("y") and base[-2] not in "aeou":
        return base, base[:-1] + "ies", base[:-1] + "ied"
    return base, base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s"), base + "ed"


VERBS = frozenset(_IRREGULAR.split()).union(*(_forms(base) for base in _REGULAR.split()))
"""Inflected forms in lower case; ``-ing`` is left out, since it may stand before or be a noun."""

NO_NOUN_END = re.compile(
    r"((?<!hundr)([^e]|agre|guarante)ed|(?<!fami)(?<!assemb)(?<!anoma)(?<!sup)(?<!rep)(?<!opo)ly|"
    r"ible|ful|[^g]less|ous|(?<!fess)ional|(?<!em)(?<!ad)ical|ensive|ovative)$|"
    r"^(alive|alone|available|awake|dead|deep|fast|free|green|red|safe|strong|true|weak|wrong)$"
)
"""Participles, adverbs and adjectives by their ending, and adjectives that follow their noun."""

PARTICIPLE = re.compile(r"..(?<!hundr)([^e]|agre|guarante)ed$")
"""A form in ``-ed``: a verb after a noun, an adjective before it."""

GERUND = re.compile(r"[aeiouy]\w*ing$")
"""A form in ``-ing``: a noun now and then, a verb or an adjective otherwise."""
