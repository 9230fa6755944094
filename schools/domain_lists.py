"""Names that domains.py compares with: lists for people to read and lengthen.

Where a domain belongs to several schools of the register, the register itself says so, and it need not stand here.
"""

# Mailboxes that a school's office reads, not one teacher and no pupil. The person chooses one that exists.
OFFICE_NAMES = (
    "office",
    "admin",
    "enquiries",
    "info",
    "reception",
    "head",
    "headteacher",
    "secretary",
    "schooloffice",
    "mail",
    "contact",
    "bursar",
)

# Private mailboxes that anybody can open.
FREE_MAIL = frozenset(
    """
    gmail.com googlemail.com outlook.com outlook.co.uk hotmail.com hotmail.co.uk live.com live.co.uk msn.com
    yahoo.com yahoo.co.uk ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.co.uk btinternet.com
    btopenworld.com btconnect.com sky.com talktalk.net talk21.com virginmedia.com virgin.net ntlworld.com
    blueyonder.co.uk tiscali.co.uk o2.co.uk orange.net plus.com plusnet.com mail.com email.com gmx.com gmx.co.uk
    proton.me protonmail.com pm.me tutanota.com tuta.io zoho.com yandex.com yandex.ru mail.ru fastmail.com hey.com
    duck.com hushmail.com mailinator.com guerrillamail.com yopmail.com tempmail.com 10minutemail.com
    """.split()
)

# Hosts of many websites, for schools and for everybody.
PLATFORMS = frozenset(
    """
    google.com googleusercontent.com eschools.co.uk dbprimary.com secure-dbprimary.com primarysite.net primarysite.com
    schooljotter.com schooljotter2.com schooljotter3.com e4education.co.uk eduweb.co.uk webfronter.com frogos.net
    uniservity.com digitalbrain.com school-site.net schoolsite.co.uk j2webby.com juniperwebsites.co.uk
    creativeschools.co.uk cleverbox.co.uk greenhouseschoolwebsites.co.uk schudio.com schoolspider.co.uk ik.org
    wordpress.com weebly.com wix.com wixsite.com squarespace.com blogspot.com blogspot.co.uk webs.com jimdo.com
    webnode.co.uk yolasite.com github.io netlify.app facebook.com twitter.com x.com instagram.com linkedin.com
    sharepoint.com office.com onmicrosoft.com microsoft.com apple.com wikipedia.org
    btck.co.uk moonfruit.com freeserve.co.uk tripod.com sch.life uk.com uk.net gb.net edex.net.uk the3rivers.net
    """.split()
)

# Networks that a council or a nation runs for all its schools.
COUNCIL_DOMAINS = frozenset(
    """
    lancsngfl.ac.uk ngfl.ac.uk lgfl.net lgfl.org.uk lgflmail.org durhamlearning.net durhamschools.org.uk
    northants-ecl.gov.uk welearn365.com swgfl.org.uk hants.org.uk eriding.net eriding.org taw.org.uk medway.org.uk
    westberks.org wsgfl.org.uk sgfl.org.uk suffolklearning.co.uk norfolklearning.net openhive.net leedslearning.net
    rgfl.org rotherham.school bgfl.org bgfl365.uk knowsleylearning.net learnersnet.org atschool.co.uk
    glowscotland.org.uk glowmail.org.uk hwbcymru.net hwbmail.net c2kni.net c2ken.net c2kschools.net eani.org.uk
    embc.org.uk yhgfl.net
    """.split()
)
