"""What the values mean that a field is chosen from, for editors to show beside them.

A list of values that is not here says enough by itself.
"""

from collections.abc import Mapping

_EACH: tuple[Mapping[str, str], ...] = (
    {
        "individual": "One person signs in with it.",
        "shared_legacy": "Several people sign in with it, from before everyone had a login of their own.",
        "service": "A program signs in with it, not a person.",
        "api": "A program asks the portal's interface for data with it.",
        "bot": "A program that uses the portal's pages as a person would.",
        "break_glass": "For emergencies, when no one else can sign in.",
        "test": "For trying things out; it belongs to no one's work.",
    },
    {
        "active": "It can sign in.",
        "pending": "It is set up and soon can sign in: it counts as live.",
        "locked": "It cannot sign in just now and can be unlocked: it counts as live.",
        "disabled": "It is switched off and can be switched on again.",
        "suspended": "The portal or the practice stopped it for a time.",
        "deactivated": "The portal switched it off, often because no one used it.",
        "terminated": "It was ended for good.",
        "deleted": "The portal does not have it any more.",
        "revoked": "Its access was taken away.",
    },
    {
        "portal": "The portal's own page shows it.",
        "export": "A user list from the portal shows it.",
        "import": "Another list that was imported shows it.",
        "admin_unlock": "An administrator unlocked it then: nobody need have signed in.",
    },
    {
        "none": "Only a password.",
        "sms": "A code in a text message.",
        "email": "A code in an email.",
        "voice": "A code in a phone call.",
        "totp": "A code from an authenticator app.",
        "push": "A notification to confirm on a phone.",
        "passkey": "A passkey or security key.",
        "sso": "The practice's single sign-on asks for it.",
    },
    {
        "personal_vault": "A password manager that only its user opens.",
        "shared_vault": "A password manager that several people open.",
        "sso": "There is no password: single sign-on.",
        "browser": "Saved in a browser.",
        "paper": "Written on paper.",
        "spreadsheet": "Written in a spreadsheet or document.",
        "memory": "Nowhere: its user knows it by heart.",
        "unknown": "Nobody knows.",
    },
    {
        "active": "In force.",
        "pending": "Signed or applied for, and not yet in force.",
        "ended": "No longer in force.",
        "letter_of_agreement": "For single patients or services, by letter.",
    },
    {
        "in_network": "The practice takes part in the payer's network.",
        "out_of_network": "The practice bills the payer without a network contract.",
        "credentialing_only": "Only credentialed; another contract pays.",
    },
    {
        "A": "Hospital insurance.",
        "B": "Medical insurance.",
        "HHH": "Home health and hospice.",
        "DME": "Durable medical equipment.",
    },
    {
        "keep": "The access is still needed as it is.",
        "modify": "The access is needed, with other rights.",
        "revoke": "The access is to be taken away.",
        "unknown_user": "Nobody knows whose login this is.",
        "gone": "The portal does not list it any more.",
    },
    {
        "employee": "On the payroll.",
        "contractor": "Works for the practice by contract.",
        "vendor": "Works for a company that works for the practice.",
        "locum": "Stands in for a clinician for a time.",
        "student": "In training.",
        "volunteer": "Unpaid.",
    },
    {
        "full": "It lists every user of the portal.",
        "partial": "It lists some of them: who is missing from it may have access all the same.",
        "unknown": "Nobody knows whether it lists them all.",
    },
    {
        "create": "The login was made.",
        "grant": "It got more rights.",
        "modify": "Its rights were changed.",
        "enable": "It was switched on again.",
        "emergency": "Access was given in an emergency, to be approved afterwards.",
    },
    {
        "matched": "It was found on the staff list.",
        "unmatched": "It was not found on the staff list.",
    },
    {
        "hub": "One portal for many payers, such as Availity.",
        "standalone": "A payer's own portal.",
        "mac": "The portal of a Medicare administrative contractor.",
        "medicaid": "The portal of a state's Medicaid program.",
        "sso": "A sign-on that leads to other portals.",
    },
    {
        "practice": "The practice adds and removes users itself.",
        "payer": "The payer adds and removes users when it is asked to.",
    },
    {
        "not_started": "Nothing was sent.",
        "submitted": "Sent, and not yet answered.",
        "verified": "The payer confirmed it.",
        "rejected": "The payer refused it.",
        "closed": "The practice is not registered any more.",
    },
    {
        "assigned": "The portals that were assigned to the person.",
        "all": "Every portal.",
    },
    {
        "critical": "Act today.",
        "high": "Act this week.",
        "medium": "Act this month.",
        "low": "Act this quarter.",
        "info": "For information: it never fails a check.",
    },
    {
        "stable": "It has proved itself.",
        "preview": "It may answer wrongly where practices differ, or rests on data that was not verified.",
    },
    {
        "stable": "Settled.",
        "draft": "Not settled yet.",
        "proposal": "A proposed rule, not law.",
        "retired": "Not kept up any more.",
    },
    {
        "month_first": "03/04 is March 4.",
        "day_first": "03/04 is April 3.",
    },
    {
        "roster": "The staff list of payroll or HR.",
        "users": "A portal's list of its users.",
        "training": "Who completed which training.",
        "questions": "A filled-in sheet of missing facts.",
        "access": "Decisions of an access review.",
    },
)

MEANINGS: Mapping[tuple[str, ...], Mapping[str, str]] = {tuple(each): each for each in _EACH}
"""By the values to choose from, in the order in which the record has them."""
