"""The numbered refusals of the ODK Central API and of OpenRosa servers, by code, with their messages.

The whole part of a code is the HTTP status. Programs in the field test on the numbers, people read the messages:
both are those of the API (docs/api.yaml of ODK Central, "Error codes"). Words in braces are filled in; 413.1 and
429.1 are ours. The table is whole: what tells of parts that this server does not have is never said.
"""

MESSAGES: dict[str, str] = {
    "400.1": "Could not parse the given data ({rawLength} chars) as {format}.",
    "400.2": "Required parameter {field} missing.",
    "400.3": "Required parameters missing. Expected ({expected}), got ({got}).",
    "400.4": "Passed parameter {field} was not expected.",
    "400.6": "An expected header field ({field}) did not match the expected format{got}.",
    "400.7": "Required multipart POST field {field} missing.",
    "400.8": "Unexpected {field} value {value}; {reason}",
    "400.9": "Problem completing cross-platform authentication. {reason}",
    "400.11": "Invalid input data type: expected {subject} to be ({expected})",
    "400.12": "Could not perform decryption. Double check your passphrase and your data and try again.",
    "400.13": "Length of value too long for a field",
    "400.14": "The given {field} {value} for {table} does not exist.",
    "400.15": "The given XLSForm file was not valid. Please see the error details for more information.",
    "400.16": (
        "The Form is valid, but with warnings. Please check the warnings and if they are acceptable resubmit with"
        " ?ignoreWarnings=true"
    ),
    "400.17": (
        "The form you have uploaded attempts to change the type of the field at {path}. In a previous version, it had"
        ' the type "{type}". Please either return that field to its previous type, or rename the field so it lives at'
        " a new path."
    ),
    "400.18": "The OData filter expression you provided could not be parsed: {reason}",
    "400.19": (
        "This PUT endpoint expects a deprecatedID metadata tag pointing at the current version instanceID. I cannot"
        " find that tag in your request."
    ),
    "400.21": "The password or passphrase provided does not meet the required length.",
    "400.22": "Provided value '{value}' is out of range for type '{type}'",
    "400.23": "Could not find a property named '{property}'",
    "400.24": "The given OData select property '{property}' uses features not supported by this server.",
    "400.25": "The entity definition within the form is invalid. {reason}",
    "400.26": 'Dataset can only be linked to attachments with "Data File" type.',
    "400.27": "The form does not contain a 'meta' group.",
    "400.28": "The entity is invalid. {reason}",
    "400.29": "There are {count} pending submissions",
    "400.31": "Expected parameters: ({expected}). Got ({actual}).",
    "400.32": "The Entity doesn't have any conflict",
    "400.33": "Expected properties: ({expected}). Got ({actual}).",
    "400.34": "Record associated with the provided $skiptoken not found.",
    "400.35": "Invalid $skiptoken",
    "400.36": "Request body too large.",
    "400.37": "Encoding not supported.",
    "400.38": "The password or passphrase provided exceeds the maximum length.",
    "400.39": "Multipart form content failed to parse.",
    "400.41": "Parameters of set {{{paramSet}}}: {violationText}",
    "400.42": "There is a problem with a range specification. Perhaps start and end have been swapped?",
    "400.43": "Failed to process {total} entities in submission due to {count} errors: {errors}",
    "400.44": "The supplied password is too weak{hint}",
    "401.2": "Could not authenticate with the provided credentials.",
    "401.3": "This authentication method is only available over HTTPS",
    "401.5": "This authentication method is not available on this server.",
    "403.1": "The authentication you provided does not have rights to perform that action.",
    "403.2": (
        "The submission attempts an entity {action}, but the form does not permit that action. The form permits the"
        " following actions: {permitted}."
    ),
    "404.1": "Could not find the resource you were looking for.",
    "404.2": "Expected an API version (eg /v1) at the start of the request URL.",
    "404.3": "Unexpected an API version (accepts: 1) (got: {got}).",
    "404.4": (
        "You tried to access a draft testing endpoint, but it does not exist anymore or your access is no"
        " longer valid. If the form has been published and you would like to submit to it, you should"
        " configure your device with an App User token. If there is a new draft, you may have to reconfigure"
        " your device from the draft settings."
    ),
    "404.5": (
        "You tried to update an existing submission, but we can't find that submission to update ({deprecatedId})"
    ),
    "404.6": "The form version specified in this submission '{formVersion}' does not exist.",
    "404.7": "The dataset ({datasetName}) specified in the submission does not exist.",
    "404.8": (
        "The entity with UUID ({entityUuid}) specified in the submission does not exist in the dataset ({datasetName})."
    ),
    "404.9": ("Base version ({baseVersion}) does not exist for entity UUID ({entityUuid}) in dataset ({datasetName})."),
    "404.11": "The entity with UUID ({entityUuid}) has been deleted.",
    "406.1": "Requested format not acceptable; this resource allows: {allowed}.",
    "409.1": (
        "A submission already exists with this ID, but with different XML. Resubmissions to attach additional"
        " multimedia must resubmit an identical xml_submission_file."
    ),
    "409.2": (
        "This form is not currently accepting submissions. Please talk to your program staff if this is unexpected."
    ),
    "409.3": "A resource already exists with {fields} value(s) of {values}.",
    "409.4": "Could not activate feature ({feature}) as it was already activated",
    "409.5": (
        "Could not create form, because the project was being prepared for managed encryption. Please try again in a"
        " moment."
    ),
    "409.6": (
        "You tried to publish the form '{xmlFormId}' with version '{version}', but a published form has already"
        " existed in this project with those identifiers."
    ),
    "409.7": (
        "Could not delete draft, because the form has not been published. Either delete the whole form, or replace"
        " the draft."
    ),
    "409.8": (
        "You tried to update a submission, but the instanceID you provided already exists on this server. Please try"
        " again with a unique instanceID."
    ),
    "409.9": (
        "You tried to update a submission, but the copy you were editing ({deprecatedId}) is now out of date."
        " Please get the new version that has been submitted, and make your edits again."
    ),
    "409.11": ("The form you tried to access is not ready for web use yet. Please wait some time and try again."),
    "409.12": (
        "You are trying to edit a submission of a Form that is in Closing or Closed state. In this version of Central,"
        " you can only edit the submissions of Open Forms. We will fix this in a future version for Central."
    ),
    "409.13": "You must wait one minute before trying to edit a submission a second time.",
    "409.15": (
        "Current version of the Entity is '{current}' and you provided '{provided}'. Please correct the version"
        " number or pass '?force=true' in the URL to forcefully update the Entity."
    ),
    "409.16": (
        "A dataset named '{current}' exists and you provided '{provided}' with the same name but different"
        " capitalization."
    ),
    "409.17": (
        "This form attempts to create new Entity properties that match with existing ones except for capitalization."
    ),
    "409.18": "This submission has been deleted. You may not resubmit it.",
    "409.19": (
        "The following UUID(s) cannot be used because they are associated with deleted Entities: ({entityUuids})."
    ),
    "409.21": "You can't delete this dataset because there are Form(s) dependent on it",
    "409.22": 'Prerequisites for deleting the property "{propertyName}" are not met.',
    "409.23": ("This Form cannot be restored because the related dataset(s) has been modified or deleted."),
    "413.1": "This is more than the server takes at once. Send large files one by one, each below {megabytes} MB.",
    "429.1": "Too many wrong sign-ins from this address. Wait {seconds} seconds, then try again.",
    "500.1": "An unknown internal problem has occurred. Please try again later.",
    "500.2": "Could not find an expected system {table} record in your database.",
    "500.3": "The resource returned no data. This is likely a developer problem.",
    "500.4": "The Enketo service returned an unexpected response.",
    "500.5": "The Analytics service returned an unexpected response.",
    "500.6": "fieldTypes are not defined on the {frame} Frame, please define them to use insertMany.",
    "500.7": "The S3 account details or permissions are incorrect.",
    "500.9": (
        "The upstream S3 server had an internal problem performing '{operation}'. Amazon request ID: '{amzRequestId}'."
    ),
    "501.1": "The requested feature {feature} is not supported by this server.",
    "501.2": (
        "This endpoint does not allow creation or deletion of forms. Please check that you have sent the correct"
        " detail for all forms in this project."
    ),
    "501.3": (
        "This ODK Central has not been configured to allow XLSForm conversion. Please upload an XForms XML file (try"
        " XLSForm Online) or contact your server administrator."
    ),
    "501.4": (
        'The given OData filter expression uses features not supported by this server: {type} at {at} ("{text}")'
    ),
    "501.5": ("The given OData filter expression references fields not supported by this server: {text}{place}"),
    "501.6": (
        'The given OData expand expression is not supported by this server: "{text}". Currently, only "$expand=*" is'
        " supported."
    ),
    "501.7": "The server's database configuration is invalid. {reason}",
    "501.8": ("This ODK Central has not been configured to use Enketo. Please contact your server administrator."),
    "501.9": (
        "This ODK Central has not been configured to report Analytics. Please contact your server administrator."
    ),
    "501.11": "This server doesn't support $select query parameter with $expand.",
    "502.1": "The task took too long to run.",
    "502.2": "The XLSForm conversion service could not be contacted.",
    "502.3": "Enketo could not be contacted.",
}
