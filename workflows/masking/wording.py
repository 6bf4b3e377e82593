"""Finds one employee pointed out by function and unit, and words that judge a person. Rules, without Django.

"En handläggare på Försäkringskassan" is one of thousands; "enhetschefen på LSS-enheten Norr" is one. A
judgement of the system ("ansvaret är oklart") is what a report is for; of a person it is not.
"""

import re
from collections.abc import Iterator

from workflows.masking.plain import Plain

FUNCTION = (
    r"(?:[a-zåäöé-]*chefen|[a-zåäö-]*rektorn|[a-zåäö-]*föreståndaren|[a-zåäö-]*samordnaren|[a-zåäö-]*koordinatorn|"
    r"[a-zåäö-]*kuratorn|[a-zåäö-]*läkaren|[a-zåäö-]*psykologen|[a-zåäö-]*sköterskan|[a-zåäö-]*handläggaren|"
    r"[a-zåäö-]*sekreteraren|[a-zåäö-]*förmedlaren|[a-zåäö-]*utredaren|[a-zåäö-]*terapeuten|[a-zåäö-]*pedagogen|"
    r"[a-zåäö-]*ledaren|[a-zåäö-]*coachen|[a-zåäö-]*vägledaren|[a-zåäö-]*konsulenten|[a-zåäö-]*assistenten|"
    r"[a-zåäö-]*stödjaren|[a-zåäö-]*personen|[a-zåäö-]*mentorn|[a-zåäö-]*läraren|[a-zåäö-]*barnmorskan|"
    r"[a-zåäö-]*logopeden|[a-zåäö-]*ombudet|[a-zåäö-]*receptionisten|[a-zåäö-]*vaktmästaren|[a-zåäö-]*vikarien|"
    r"[a-zåäö-]*ordföranden|[a-zåäö-]*strategen|[a-zåäö-]*direktören|[a-zåäö-]*inspektören|[a-zåäö-]*biträdet)"
)
ALONE = r"(?:personen|killen|kvinnan)"
UNIT = (
    r"(?:[\wåäöÅÄÖé-]*(?:enhet(?:en)?|avdelning(?:en)?|skola(?:n)?|gymnasi(?:et|um)|vårdcentral(?:en)?|hälsocentral(?:en)?|"
    r"mottagning(?:en)?|boende(?:t)?|team(?:et)?|klinik(?:en)?|kontor(?:et)?|sektion(?:en)?|grupp(?:en)?|hem(?:met)?|"
    r"gård(?:en)?|förskola(?:n)?|sjukhus(?:et)?|rehab|psykiatri(?:n)?|stöd(?:et)?|verksamhet(?:en)?|förvaltning(?:en)?|"
    r"bistånd(?:et)?|assistans(?:en)?|omsorg(?:en)?|socialtjänst(?:en)?|hemtjänst(?:en)?|ifo|bup|vc|hc|lss|avd\.?)|"
    r"af|fk|soc|arbetsförmedlingen|försäkringskassan|kommunen|regionen|förbundet|samordningsförbundet|komvux)"
)
NAMED = r"(?-i:[A-ZÅÄÖ][a-zåäöé]+(?:[ ][A-ZÅÄÖ][a-zåäöé]+)?|[0-9]{1,3}[A-Z]?\b|[A-ZÅÄÖ]\b)"
INTO = r"(?:på|vid|för|hos|i|inom|från)"
FUNCTION_UNIT = re.compile(
    rf"\b{FUNCTION}[ ]{INTO}[ ](?:"
    # LSS-enheten Norr, försörjningsstöd i Solvik, barn- och ungdomsenheten i Solvik
    rf"(?:[\wåäöÅÄÖé-]+[ ]){{0,3}}?{UNIT}[ ](?:{INTO}[ ])?{NAMED}"
    rf"|[a-zåäö-]+(?:[ ]och[ ][a-zåäö-]+)?[ ](?:i|på)[ ]{NAMED}"
    # Almby skola, Norra vårdcentralen, Björkens boende
    rf"|(?:{NAMED}[ ]){{1,2}}{UNIT}"
    # Björkgården, Almbyskolan
    r"|(?-i:[A-ZÅÄÖ][a-zåäöé]+(?:gården|skolan|kliniken|hemmet|huset|gymnasiet|enheten|mottagningen|boendet|teamet|centralen))\b"
    r")",
    re.IGNORECASE,
)

# Words that judge whoever they are said of.
JUDGES = (
    r"hopplösa?|inkompetenta?|lata?|slöa?|oengagerade?|nonchalanta?|arroganta?|otrevliga?|dryga?|elaka?|korkade?|"
    r"dumma?|trög[a]?|puckade?|vidriga?|värdelösa?|usla|usel|urusla|urusel|oduglig[a]?|kass(?:a)?|känslokalla?|"
    r"hjärtlösa?|respektlösa?|maktfullkomlig[a]?|ointresserade?|lögnaktig[a]?|manipulativa?|galen|galna|psykisk[a]? fall|"
    r"omöjlig[a]?(?: att ha att göra med)?|otacksamma?|bortskämd[a]?|självisk[a]?|opålitlig[a]?|okunnig[a]?|iskall[a]?|"
    r"kylig[a]?|sura?|snorkig[a]?|hånfull[a]?|översittare|otrevlig|oprofessionell[a]?|obegåvad[e]?|lömsk[a]?|falska?|"
    r"gnällig[a]?|jobbig[a]?|besvärlig[a]?|krävande|krånglig[a]?|hysterisk[a]?|dramatisk[a]?|lurig[a]?|ansvarslösa?|"
    r"empatilös[a]?|blåst[a]?|idiotisk[a]?|envis[a]? som synden|gammalmodig[a]?|slapp[a]?|slarvig[a]?|klantig[a]?|"
    r"virrig[a]?|överlägs[a-z]+|bitter|bittra|feg[a]?|maktgalen|maktgalna|paragrafryttare|ohjälplig[a]?|nollställd[a]?"
)
HOW = r"(?:helt|så|jätte|väldigt|otroligt|rent|fullständigt|totalt|bara|alltid|extremt|riktigt|verkligen|ganska|rätt|lite|för|nog|ju|också|minst sagt|sällsynt|fruktansvärt|djupt|oerhört|ovanligt|uppenbart|allmänt|mest|både)"
WHO = (
    r"(?:\b(?:hon|han|hen|dom|de|denna|den|människan|karln|tanten|gubben|kärringen|käringen|personen|kollegan|\w+läggare(?:n)?|"
    r"\w*chef(?:en)?|\w*sekreterare(?:n)?|\w*förmedlare(?:n)?|\w*läkare(?:n)?|\w*sköterska(?:n)?|\w*kurator(?:n)?|"
    r"\w*psykolog(?:en)?|\w*människa(?:n)?|\w*brukare(?:n)?|\w*klient(?:en)?|\w*patient(?:en)?|\w*mamma(?:n)?|\w*pappa(?:n)?|"
    r"\w*person(?:en)?|\w*utredare(?:n)?|\w*samordnare(?:n)?|\w*ledare(?:n)?|\w*rektor(?:n)?|\w*lärare(?:n)?|\w*kvinna(?:n)?|"
    r"\w*man(?:nen)?|\w*kille(?:n)?|\w*tjej(?:en)?|jag tycker hon|jag tycker han|folk|typ(?:en)?|dam(?:en)?|vikarie(?:n)?|anhöriga?|föräldrar(?:na)?)\b)"
)
AFFECT = (
    # hon är helt hopplös
    re.compile(
        rf"{WHO}[^.!?\n]{{0,30}}?\b(?:är|var|verkar|verkade|känns|kändes|har varit|låter|lät|blir|blev|som|framstår som|upplevs som|upplevdes som|betedde sig|beter sig|uppträdde|agerade)"
        rf"[ ](?:{HOW}[ ]){{0,3}}(?P<word>(?:jätte|super|as|skit|rent |ur)?(?:{JUDGES})(?:[ ](?:och|eller)[ ](?:{HOW}[ ])?(?:{JUDGES}))?)\b",
        re.IGNORECASE,
    ),
    # en hopplös handläggare
    re.compile(
        rf"\b(?P<word>(?:{JUDGES}))[ ](?=[a-zåäö-]*(?:handläggare|chef|kollega|människa|person|sekreterare|förmedlare|läkare|sköterska|kurator|klient|brukare|patient|typ|typer|kärring|gubbe|tant|idiot|personal|folk|mamma|pappa|förälder|föräldrar|utredare|lärare|rektor)\w*)",
        re.IGNORECASE,
    ),
    # what is said of people only
    re.compile(
        r"\b(?P<word>(?:bryr|brydde) sig inte(?: (?:ett|om)(?: \w+){1,2})?|struntar (?:fullständigt |helt |blankt |totalt )?i|struntade (?:fullständigt |helt |blankt )?i|"
        r"skiter (?:fullständigt |helt )?i|sket i|ljuger\w*|ljög\w*|(?:en |riktig )?lögnare\w*|(?:riktiga? |jävla |fullständig )?idiot\w*|pucko\w*|"
        r"(?:jävla|jäkla|förbannade?|förbaskade?|himla) \w+|kärring\w*|käring\w*|gubbjäv\w*|fattar (?:noll|ingenting|inte ett \w+|inte|nada)|"
        r"fattade (?:noll|ingenting|inte ett \w+)|vägrar (?:fatta|lyssna|bry sig|samarbeta)|vägrade (?:fatta|lyssna|bry sig)|inte (?:riktigt )?klok|dum i huvudet|"
        r"tappat (?:det|greppet)|psykopat\w*|rasist\w*|(?:hatar|avskyr) (?:henne|honom|dem|dom|människ\w+)|gör aldrig sitt jobb|gör inte sitt jobb|"
        r"lat(?:a)? som \w+|skäms inte|borde skämmas|borde (?:få )?sparkas|borde inte (?:få )?(?:arbeta|jobba)\b|kan inte (?:ett skit|sitt jobb)|(?:har )?noll (?:koll|empati|känsla|förståelse|intresse)|"
        r"inte (?:har )?(?:ett dugg|en aning|ett skvatt|ett smack)|maktmissbrukare|maktmänniska|mobbar\w*|mobbare|tyrann\w*|"
        r"sitter (?:bara )?och (?:rullar tummarna|latar sig|fikar)|himlar med ögonen|himlade med ögonen|spelar (?:offer|sjuk)|utnyttjar systemet|simulerar|simulant\w*|gnäller\w*|gnällde|"
        r"skyller (?:alltid |jämt |bara )?ifrån sig|är värdelös\w*|värdelös människa|totalt ointresse|ren elakhet|elakhet|inkompetens|okunnighet|lathet|nonchalans|arrogans)\b",
        re.IGNORECASE,
    ),
)


def function_units(read: Plain) -> Iterator[tuple[int, int]]:
    """Where one employee is pointed out by function and unit."""
    return (match.span() for match in FUNCTION_UNIT.finditer(read.text))


def affects(read: Plain) -> Iterator[tuple[int, int]]:
    """Where a person is judged."""
    return (match.span("word") for pattern in AFFECT for match in pattern.finditer(read.text))
