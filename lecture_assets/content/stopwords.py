"""English words that carry no content of a lecture."""

_WORDS = """
a about above across actually after afterwards again against ago ah all almost along already also
although always am among an and another any anybody anyone anything anyway anywhere are aren't
around as aside at away aww back bad basically be became because become becomes been before began
begin beginning being believe below beside besides best better between beyond big bit both bring
but by call called calling calls came can can't cannot cause certain certainly clear clearly come
comes coming completely could couldn't couple course day days did didn't do does doesn't doing
don't done dot down during each easy eight either else em end enough er especially et etc even
ever every everybody everyone everything everything's everywhere exactly example examples fact far
few fifth find fine first five following for forth found four fourth from full further gave get
gets getting give given gives giving go goes going gone gonna good got gotta great guess guy guys
had hadn't half happen happened happening happens hard hardly has hasn't have haven't having he
he's hello help hence her here here's hers herself hey hi high him himself his hm hmm how however
huh i i'd i'll i'm i've idea if imagine important in indeed instead into is isn't it it'd it'll
it's its itself just keep kept key kind kinds knew know known knows large last later least left
less let let's like likely little ll long look looked looking looks lot lots low made mainly make
makes making many may maybe me mean means meant meet might mind mine minute minutes mm more most
mostly move much must my myself name named near nearly necessarily need needed needs neither never
new next nice nine no nobody none nonetheless nor not note nothing notice now nowhere obviously of
off often oh ok okay old on once one ones only onto or other others otherwise ought our ours
ourselves out over own past people per perhaps place please point pretty probably put puts putting
quick quickly quite rather re really reason remember right said same saw say saying says second
seconds see seeing seem seemed seems seen sense seven several shall she she'll she's should
shouldn't show showed showing shown shows similar simple simply since six small so some somebody
somebody's somehow someone something sometimes somewhat somewhere soon start started starting
starts still stop stuff such suppose sure t take taken takes taking talk talked talking tell ten
than thank thanks that that'd that'll that's the their theirs them themselves then there there's
therefore these they they'd they'll they're they've thing things think thinking third this those
though thought three through throughout thus time times to today together told tomorrow too took
top toward towards tried tries true truly try trying turn turned turns twelve twenty two uh uhm um
under understand unless unlike until up upon us use used useful uses using usually various ve
versus very via wait want wanted wants was wasn't watch way ways we we'd we'll we're we've welcome
well went were weren't what what's whatever when whenever where whereas wherever whether which
while whilst who who's whoever whole whom whose why will willing wish with within without won't
wonder word words worked working would wouldn't wow yeah year years yes yet you you'd you'll
you're you've your yours yourself yourselves zero inside outside behind
"""

STOPWORDS = frozenset(_WORDS.split())

_GENERIC = """
ability activity amount answer approach area aspect audience bunch case chapter child children
class concept conclusion condition consequence data degree detail difference direction effect
effort element end evening everyone evidence expensive experience experiment expert explanation eye
face fancy feature field figure form friend fun general girl group hand head home hour house
importance individual information issue item job kid lecture lesson level life line list main man
matter meaning meeting member men method middle mistake moment month morning mother name night
notion number object opinion opposite option order page paper particular past person picture place
possibility presentation problem process professor property purpose question reader reality reason
research researcher result room rule safe sample scientist screen section sentence session short
side situation slide solution someone sound source space statement step story structure student
study subject summary system task teacher team term test text theory topic type value variety video
view week woman women word work world writer
"""
_COUNTED = """
eleven thirteen fourteen fifteen sixteen seventeen eighteen nineteen thirty forty fifty sixty
seventy eighty ninety hundred thousand million billion percent zero one two three four five six
seven eight nine ten twelve twenty
"""
_COMPARED = """
bigger biggest deeper earlier easier faster fastest higher highest larger largest longer longest
lower lowest shorter shortest slower slowest smaller smallest
"""

GENERIC = frozenset((_COMPARED + _COUNTED).split()).union(
    *({noun, f"{noun}s"} for noun in _GENERIC.split())
)
"""Words that say too little alone: general nouns in both numbers, comparatives, numbers."""
