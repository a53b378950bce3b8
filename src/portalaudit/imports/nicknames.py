"""Short forms of given names in American offices, to offer whom a list may mean; never to decide it."""

from collections import defaultdict
from collections.abc import Mapping

_FAMILIES = """
abigail abby gail
alexander alexandra alex al sandy sasha lexi xander
alfred alfredo al fred freddie
amanda mandy
andrew andy drew
angela angelina angie
anthony antonio tony
barbara barb babs
benjamin ben benny
bernard bernadette bernie
bradley bradford brad
bridget bridgette biddy
calvin cal
cameron cam
caroline carolyn carol carrie lynn
catherine katherine kathryn cathy kathy kate katie kat kitty kay
charles charlotte charlie chuck charlene
christina christine kristina kristine chris christy tina kris kristy
christopher chris kit topher
cynthia cindy
daniel daniela danielle dan danny dani
david dave davey
deborah debra deb debbie
dennis denny
dolores dolly lola
donald don donnie
dorothy dot dottie
douglas doug
edward eduardo ed eddie ted ned
eleanor elena ellie nora nell
elizabeth elisabeth liz lizzie beth betty betsy eliza liza libby bess
emily emma em
eugene gene
evelyn eve evie
florence flo
frances francis francisco frank fran frankie paco
frederick fred freddie rick
gabriel gabriela gabrielle gabe gaby
geoffrey jeffrey jeff geoff
gerald geraldine gerry jerry
gloria glo
gregory greg
guadalupe lupe
harold harry hal
henry hank harry
isabel isabella izzy bella
jacob jake
jacqueline jackie
james jim jimmy jamie
janet jan
jason jay
jennifer jen jenny
jessica jess jessie
joan joanne jo
john johnny jack jon
jonathan jon
joseph josephine joe joey jo josie
joshua josh
judith judy
julia julie juliana jules
kenneth ken kenny
kimberly kim
larry lawrence laurence
laura lauren laurie lori
leonard leo lenny
leslie les
lillian lily lil
louis louise lou
lucille lucy
madeline maddie
margaret maggie meg peggy marge margie greta rita
maria marie mary mia molly polly
martha marty
martin marty
matthew matt
maureen mo
megan meg
melissa mel missy
michael miguel mike mickey mick
michelle shelly
miranda mandy
mitchell mitch
nancy nan
natalie nat
nathan nathaniel nate nat
nicholas nick nicky
nicole nikki nicky
pamela pam
patricia patrick pat patty trish tricia paddy
penelope penny
peter pete
philip phillip phil
rachel rae
randall randolph randy
raymond ramon ray
rebecca becky becca
reginald reggie
richard ricardo rick ricky dick rich richie
robert roberto roberta rob robbie bob bobby bert
roger rodge
ronald ron ronnie
rosemary rose rosie
russell russ
samantha samuel sam sammy
sandra sandy
sarah sara sally sadie
scott scotty
sharon shari
sophia sophie
stanley stan
stephanie steph
stephen steven stefan steve
stuart stewart stu
susan susanna suzanne sue susie suzy
sylvia syl
tamara tammy
terrence theresa teresa terry tess
theodore ted teddy theo
thomas tom tommy
timothy tim
valerie val
vanessa nessa
veronica ronnie
victor victoria vic vicky tori
vincent vince vinny
virginia ginny
walter walt
wendy gwendolyn gwen
wesley wes
william bill billy will willie liam
yolanda yoli
zachary zach zack
"""


def _forms() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for family in _FAMILIES.split("\n"):
        names = family.split()
        for name in names:
            found[name].update(names)
    return {name: frozenset(forms) for name, forms in found.items()}


_OTHER_FORMS = _forms()


def may_be_short_for(first: str, second: str) -> bool:
    """Whether two given names in small letters are often one person's."""
    return first == second or second in _OTHER_FORMS.get(first, ())
