"""Files that the office would type once: the practice, its payers, vendors, documents and the curriculum."""

from tests.samples.riverbend.numbers import ORGANIZATIONS, provider_npi
from tests.samples.riverbend.people import INDIANA, KENTUCKY, OHIO, Person
from tests.samples.riverbend.writing import file, flow

_PRACTICE = f"""\
practice:
  id: riverbend
  name: Riverbend Multispecialty Group
  legal_name: Riverbend Multispecialty Group LLC
  timezone: America/New_York
  tax_ids: ["{OHIO}", "{KENTUCKY}", "{INDIANA}"]    # Ohio, Kentucky, Indiana
  npis: ["{ORGANIZATIONS[0]}", "{ORGANIZATIONS[1]}", "{ORGANIZATIONS[2]}"]
  fte: 138
  locations:
    # The infusion clinic stands in the Queensgate building and bills Part A through the hospital across the street.
    - {{id: queensgate, name: Riverbend Queensgate, state: OH, county: Hamilton, tax_id: "{OHIO}"}}
    - {{id: mason, name: Riverbend Mason, state: OH, county: Warren, tax_id: "{OHIO}"}}
    - {{id: milford, name: Riverbend Milford, state: OH, county: Clermont, tax_id: "{OHIO}"}}
    - {{id: covington, name: Riverbend Covington, state: KY, county: Kenton, tax_id: "{KENTUCKY}"}}
    - {{id: florence, name: Riverbend Florence, state: KY, county: Boone, tax_id: "{KENTUCKY}"}}
    - {{id: lawrenceburg, name: Riverbend Lawrenceburg, state: IN, county: Dearborn, tax_id: "{INDIANA}"}}
  email_domains: [riverbendmsg.example.org]
  shared_mailboxes:
    - cbo@riverbendmsg.example.org             # everybody in the billing office
    - priorauth@riverbendmsg.example.org
    - fax-queensgate@riverbendmsg.example.org
  master_portal_administrator:
    person: g-jamison
    designated_on: 2019-03-04
    document: designation-portal-administrator
    deputy: h-kruse
  compliance_officer: f-iverson
  approvers: [a-delacroix, f-iverson, v-albrecht]
  credential_vault: {{product: 1Password, plan: business, mfa: true}}
  clearinghouses:
    - {{id: trizetto, name: TriZetto Provider Solutions, transactions: ["270", "271", "276", "277", 837P, "835"]}}
    - {{id: ohio-river-edi, name: Ohio River EDI, transactions: [837I, "835"]}}    # Part A, infusion clinic
  legacy_baseline_on: 2023-01-01    # older logins were taken over as they were; a review settles them
  compensating_controls:
    # Whoever manages users in myCGS or eServices gets every function there; the portals know no smaller administrator.
    - conflict: SOD-04
      person: g-jamison
      text: The activity lists of both Medicare portals are read for claims and offsets entered by an administrator
      performer: f-iverson
      frequency_days: 31
      last_performed_on: 2026-11-05
    - conflict: SOD-05
      person: g-jamison
      text: As before
      performer: f-iverson
      frequency_days: 31
      last_performed_on: 2026-11-05
    - conflict: SOD-04
      person: h-kruse
      text: As before
      performer: f-iverson
      frequency_days: 31
      last_performed_on: 2026-11-05
    - conflict: SOD-05
      person: h-kruse
      text: As before
      performer: f-iverson
      frequency_days: 31
      last_performed_on: 2026-11-05
  providers:
"""

_PAYERS = """\
payers:
  # Medicare
  - id: medicare-b
    name: Medicare Part B
    line_of_business: medicare_ffs
    contract:
      status: active
      relationship: in_network
      effective_on: 2009-04-01
      medicare_parts: [B]
      states: [OH, KY, IN]
      ptans:
        - {part: B, ptan: "9341102", state: OH}
        - {part: B, ptan: K118230, state: KY}
        - {part: B, ptan: K118231, state: IN}    # Lawrenceburg went to CGS with the rest when it joined us in 2019
      railroad: false
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: false}
    phone: "+1-866-555-0100"
    top_payer: true
  - id: medicare-a
    name: Medicare Part A (infusion clinic)
    line_of_business: medicare_ffs
    contract:
      status: active
      relationship: in_network
      effective_on: 2024-07-01
      medicare_parts: [A]
      states: [OH]
      ptans: [{part: A, ptan: "36T210", state: OH}]
      railroad: false
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: false}
    phone: "+1-866-555-0101"
  - id: railroad
    name: Railroad Medicare
    line_of_business: medicare_ffs
    contract:
      status: active
      relationship: in_network
      effective_on: 2014-03-01
      medicare_parts: [B]
      ptans: [{part: B, ptan: P01182}]
      railroad: true
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: false}
    phone: "+1-888-555-0102"

  # Medicaid
  - id: oh-medicaid-ffs
    name: Ohio Medicaid
    line_of_business: medicaid_ffs
    contract: {status: active, relationship: in_network, effective_on: 2010-01-01, states: [OH]}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: true, channel: portal, portal: oh-medicaid}
    phone: "+1-800-555-0110"
  - id: ky-medicaid-ffs
    name: Kentucky Medicaid
    line_of_business: medicaid_ffs
    contract: {status: active, relationship: in_network, effective_on: 2012-07-01, states: [KY]}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: false}
    phone: "+1-800-555-0111"
  - id: in-medicaid-ffs
    name: Indiana Health Coverage Programs
    line_of_business: medicaid_ffs
    contract: {status: active, relationship: in_network, effective_on: 2016-09-01, states: [IN]}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: false}
    phone: "+1-800-555-0112"
  - id: buckeye-river
    name: Buckeye River Community Plan
    line_of_business: medicaid_managed
    contract: {status: active, relationship: in_network, effective_on: 2013-07-01, states: [OH]}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: true, channel: portal, portal: buckeye-river}
    phone: "+1-513-555-0120"
    top_payer: true

  # Commercial
  - id: anthem
    name: Anthem Blue Cross and Blue Shield
    line_of_business: commercial
    contract: {status: active, relationship: in_network, effective_on: 2010-06-01}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: true, channel: portal, portal: carelon, delegate: Carelon}    # imaging; the rest in Availity
    phone: "+1-800-555-0130"
    top_payer: true
  - id: aetna
    name: Aetna
    line_of_business: commercial
    contract: {status: active, relationship: in_network, effective_on: 2011-01-01}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: true, channel: portal, portal: availity}
    phone: "+1-800-555-0131"
  - id: humana
    name: Humana
    line_of_business: commercial
    contract: {status: active, relationship: in_network, effective_on: 2011-01-01}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: true, channel: portal, portal: availity}
    phone: "+1-800-555-0132"
  - id: unitedhealthcare
    name: UnitedHealthcare
    line_of_business: commercial
    contract: {status: active, relationship: in_network, effective_on: 2011-09-01}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: true, channel: portal, portal: uhc}
    phone: "+1-800-555-0133"
    top_payer: true
  - id: cigna
    name: Cigna Healthcare
    line_of_business: commercial
    contract: {status: active, relationship: in_network, effective_on: 2012-10-01}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: true, channel: portal, portal: evicore, delegate: eviCore}
    phone: "+1-800-555-0134"

  # Regional plans and workers' compensation
  - id: bluegrass-valley
    name: Bluegrass Valley Health Plan
    line_of_business: regional
    contract: {status: active, relationship: in_network, effective_on: 2014-09-01}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: true, channel: portal, portal: bluegrass}
    phone: "+1-859-555-0140"
  - id: hoosier-prairie
    name: Hoosier Prairie Health
    line_of_business: regional
    contract: {status: active, relationship: in_network, effective_on: 2017-01-01}
    channels: [portal, clearinghouse, phone]
    prior_auth: {required: true, channel: portal, portal: hoosier-prairie}
    phone: "+1-812-555-0141"
  - id: tristate-mutual
    name: Tri-State Mutual Workers' Insurance
    line_of_business: workers_comp
    contract: {status: active, relationship: in_network, effective_on: 2014-01-01}
    channels: [portal, phone, fax]
    prior_auth: {required: false}    # the adjuster asks
    phone: "+1-513-555-0142"
"""

_VENDORS = """\
vendors:
  - id: ohio-valley-network
    name: Ohio Valley Network Services
    kind: it
    email_domains: [ovnetwork.example.org]
    baa: {signed_on: 2026-01-19, expires_on: 2027-12-31, document: baa-ohio-valley-network}
    agreement: {starts_on: 2026-02-01, ends_on: 2027-01-31}
  - id: keyline-staffing
    name: Keyline Staffing
    kind: temp_agency
    email_domains: [keylinestaffing.example.org]
    # their lawyer has had the new one since August
    baa: {signed_on: 2024-03-04, expires_on: 2026-09-30, document: baa-keyline-staffing}
    agreement: {starts_on: 2024-03-04, ends_on: 2027-03-31}
    workforce: false    # they work from Keyline's own office and answer to Keyline's supervisor
  - id: tri-county-coding
    name: Tri-County Coding Audit
    kind: consultant
    email_domains: [tricountycoding.example.org]
    baa: {signed_on: 2025-03-24, expires_on: 2027-03-31, document: baa-tri-county-coding}
    agreement: {starts_on: 2025-04-01, ends_on: 2027-03-31}
"""

_DOCUMENTS = """\
documents:
  - id: designation-portal-administrator
    kind: designation
    title: Designation of the portal administrator and the deputy
    owner: a-delacroix
    signed_on: 2019-03-04
    reviewed_on: 2026-02-03
    location: compliance share, 01 Appointments
  - id: policy-acceptable-use
    kind: policy
    title: Payer portals, acceptable use and monitoring
    owner: f-iverson
    version: "6"
    reviewed_on: 2026-02-03
    location: compliance share, 02 Policies
  - id: sop-portal-access
    kind: sop
    title: Requesting, changing and ending portal access
    owner: g-jamison
    version: "9"
    reviewed_on: 2026-02-03
    location: compliance share, 03 Procedures
  - id: sop-access-review
    kind: sop
    title: The quarterly review of portal users
    owner: f-iverson
    version: "1"
    reviewed_on: 2026-08-24    # new this summer; the first round was the third quarter
    location: compliance share, 03 Procedures
  - id: sop-downtime
    kind: sop
    title: When a portal is down
    owner: v-albrecht
    version: "4"
    reviewed_on: 2026-03-10
    location: compliance share, 03 Procedures
  - id: baa-ohio-valley-network
    kind: agreement
    title: Business associate agreement with Ohio Valley Network Services
    owner: f-iverson
    signed_on: 2026-01-19
    location: compliance share, 05 Vendors
  - id: baa-keyline-staffing
    kind: agreement
    title: Business associate agreement with Keyline Staffing
    owner: f-iverson
    signed_on: 2024-03-04
    location: compliance share, 05 Vendors
  - id: baa-tri-county-coding
    kind: agreement
    title: Business associate agreement with Tri-County Coding Audit
    owner: f-iverson
    signed_on: 2025-03-24
    location: compliance share, 05 Vendors
"""

_MODULES = """\
training:
  modules:
    - id: hipaa-basics
      title: Privacy and security basics
      owner: f-iverson
      version: "8"
      reviewed_on: 2026-01-06
      topics: [privacy, security]
    - id: portal-use
      title: Working in payer portals
      owner: g-jamison
      version: "5"
      reviewed_on: 2026-01-06
      topics:
        - no_sharing
        - portal_navigation
        - coverage_check
        - transaction_updates
        - downtime_protocol
        - clearinghouse_vs_portal
    - id: claim-integrity
      title: Honest claims, corrections and authorizations
      owner: v-albrecht
      version: "3"
      reviewed_on: 2026-01-06
      topics: [claim_integrity]
      permissions: [claim.submit, claim.correct, claim.attach, appeal.submit, overpayment.respond, prior_auth.submit]
    - id: manager
      title: Running portal access for others
      owner: f-iverson
      version: "2"
      reviewed_on: 2026-01-06
      topics: [manager]
      roles: [practice_manager, cbo_manager, portal_admin]
"""


def files(people: dict[str, Person]) -> dict[str, str]:
    """The text of each of these files."""
    clinicians = [person for person in people.values() if person.role == "clinician"]
    providers = "".join(
        f"    - {flow({'name': person.name, 'npi': provider_npi(index), 'person': person.id})}\n"
        for index, person in enumerate(clinicians)
    )
    return {
        "practice.yaml": file(_PRACTICE + providers),
        "payers.yaml": file(_PAYERS),
        "vendors.yaml": file(_VENDORS),
        "documents.yaml": file(_DOCUMENTS),
        "training/modules.yaml": file(_MODULES, depth=1),
    }
