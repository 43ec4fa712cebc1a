"""Calls of the real clients as they were seen, to be changed at random. Source: contract 15.

A line a call: verb, carrier (Q query, F form, M multipart, J JSON, P path), method, parameters;
`{…}` is the id of what is called so, `@` a file.
"""

from dataclasses import dataclass

_LINES = """
POST F Authorization
GET Q Authorization
GET Q Tickets mode=unclosed categoryId={hardware} statusId=1 count=100 offset=0
GET Q Tickets categoryid={hardware} dateFrom=2026-04-05 dateTo=2026-04-05 sectionId=1 count=300
GET Q Tickets updatedFrom=2026-04-05T08:00:00Z updatedTo=4/6/2026 includeCustomFields=True
GET Q Tickets fromUserId={sam} fromCompanyId={acme} handledByUserID={tom} tagName=vip dueInDays=3
POST F Tickets mode=handledbyme subscribedOnly=true count=100 offset=0
GET P Ticket id={ticket}
GET Q Ticket id={ticket} updatedFrom=2026-01-01
POST F Ticket categoryId={hardware} subject=Printer body=jams priorityId=1 userId={sam} tags=a,b
POST J Ticket categoryId={hardware} subject=Printer body=jams origin=3 suppressConfirmation=true
POST M ticket CategoryId={hardware} subject=Printer body=jams assignedToUserId={tom} uploadfile=@
POST Q Ticket CategoryId={software} Subject=a Body=b customFields={"{room}":"A-1"}
POST F UpdateTicket id={ticket} priority=1 statusId=2 assignedUserId={tom} tags=a dueDate=2026-05-01
POST J UpdateTicket id={ticket} subject=b body=c categoryId={software} timeSpentInSeconds=60
POST Q UpdateTicket id={ticket} newCategoryId={hardware} closeDate=2026-01-02 date=1/2/2026
POST F UpdateTicket id={ticket} userId={kim} statusId=3
POST F Close id={ticket} suppressNotification=true
POST F SetCustomField ticketId={ticket} fieldId={room} value=A-1
POST Q SetCustomField TicketId={ticket} FieldId={impact} Value=Everybody
POST M SetCustomField ticketId={ticket} fieldId={needed} value=2026-05-06
POST Q SetCustomFields ticketId={ticket} cf{room}=A-2 cf{needed}=5/6/2026
GET Q Stats forCurrentUser=true
GET Q Search query=printer count=5 offset=0 fromUserId={sam} categoryId={hardware} statusId=1
GET Q TicketCustomFields id={ticket} returnUnset=true
GET Q Attachment id={file}
POST M AttachFile id={ticket} fn=@
POST M AttachFile id={ticket} a=@ b=@
GET P DeleteFile id={file}
GET Q AddSubscriber id={ticket} userId={kim}
POST F RemoveSubscriber id={ticket} userId={kim}
GET P Subscribers id={ticket}
GET Q Categories
GET Q TechsForCategory id={hardware}
GET Q CustomFieldsForCategory categoryId={hardware}
GET Q MergeTickets id={ticket} id2={other}
POST F LinkTickets id={ticket} id2={other}
POST F UnlinkTickets id={ticket} id2={other}
POST F AddSubTicket parentId={ticket} childId={other}
POST F RemoveSubTicket childId={other}
GET Q LinkedTickets id={ticket}
GET Q SubTickets id={ticket}
GET Q ParentTicket id={other} returnFullTicket=true
GET Q TicketIntegrationData id={ticket}
POST F TagTicket name=vip ticketId={ticket}
POST F Comment id={ticket} body=Hi forTechsOnly=True recipientIds={sam},{kim}
POST M comment id={ticket} body=Hi isSystem=false uploadFile=@
POST F comment id={ticket} body=Hi fromUserId={kim}
GET Q comment id={ticket} body=Hi
GET P Comments id={ticket}
GET Q CommentTemplates
POST F CreateUser email=nia@acme.example username=nia password=secret-1 company=Gamma department=IT
POST M CreateUser username=nia email=nia@acme.example firstName=Nia sendWelcomeEmail=false
POST F UpdateUser userId={kim} email=kim@beta.example firstName=Kim disabled=False isAdmin=False
POST Q UpdateUser UserId={kim} Company=Beta Department=Sales Notes=n Phone=1 OutOfOffice=true
POST F DeleteUser userId={kim}
GET Q User userId={sam}
POST F SetCustomFieldForUser userId={sam} fieldId={badge} value=7
GET Q UserByEmail email=sam@example.com
GET Q UserByUsername username=sam
POST F MergeUsers fromUserId={kim} toUserId={sam}
GET Q UserCustomFields userId={sam}
GET Q Users count=500 page=1 listMode=techs departmentId=1 companyId={acme}
GET Q AddCategoryTechPermission userId={kim} categoryId={hardware}
GET Q RemoveCategoryTechPermission userId={tom} categoryId={hardware}
GET Q Companies
POST F Company name=Gamma emailDomains=gamma.example;delta.example
POST F UpdateCompany id={acme} name=Acme notes=n emailDomains=acme.example
GET Q Departments
POST F SetCustomFieldForCompany id={acme} fieldId={contract} value=x
GET Q CompanyCustomFields id={acme}
GET Q Articles categoryId={hardware}
GET P Article id={article}
POST M Article categoryId={hardware} subject=VPN body=1 forTechsOnly=true file=@
GET P Rule id={rule}
GET P DisableRule id={rule}
GET P EnableRule id={rule}
GET Q CustomFields type=1
GET Q Assets page=1 assignedToUserId={sam} nameprefix=T14 includeDisabled=True
GET Q Assets assignedToCompanyId={acme} assignedToDepartmentId=1 assignedToTicketId={ticket}
GET Q Asset id={asset}
POST J Asset modelName=T14 manufacturer=Lenovo type=Laptop supplier=Shop quantity=3 companyId={acme}
POST Q Asset ModelName=T14 Manufacturer=Lenovo Type=Laptop Supplier=Shop SerialNumber=1
POST J SetCustomFieldForAsset id={asset} fieldId={warranty} value=2y
POST J UpdateAsset id={asset} modelName=T15 serialNumber=S comments=c location=l quantity=4
POST F AssignAssetToUser assetId={asset} userId={sam}
POST F UnAssignAssetToUser assetId={asset} userId={sam}
POST F AddAssetToTicket assetId={asset} ticketID={ticket}
POST F RemoveAssetFromTicket assetId={asset} ticketID={ticket}
POST F EnableAsset assetId={asset}
POST F DisableAsset assetId={asset}
POST J deleteTicket id={other} ticketId={other}
"""


@dataclass(frozen=True)
class Call:
    """One call; `given` are its parameters, in order."""

    verb: str
    carrier: str
    method: str
    given: tuple[tuple[str, str], ...]


def _call(line: str) -> Call:
    verb, carrier, method, *given = line.split(" ")
    pairs = [one.partition("=") for one in given]
    return Call(verb, carrier, method, tuple((name, value) for name, _, value in pairs))


CALLS = [_call(line) for line in _LINES.strip().splitlines()]
