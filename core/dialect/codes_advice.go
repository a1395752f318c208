package dialect

// The sentences that error codes share. Each says what to do, not what the
// code's name already says.
const (
	adviceLater       = "the store failed; the same request may succeed after a pause"
	adviceBusy        = "the store limits the rate; wait longer and send fewer requests at a time"
	adviceDamaged     = "the bytes were cut or damaged on the way; send them again"
	adviceClock       = "the clock is wrong or the signature is too old; sign again by the store's time"
	adviceCredentials = "the credentials have expired or do not belong together; get new ones and sign again"
	adviceKeyID       = "the store does not know this access key ID; check it, and that temporary credentials come with their token"
	adviceSignature   = "check the secret and the region, and that the request left exactly as it was signed"
	advicePermission  = "the credentials lack the permission for this operation, or a policy of the bucket forbids it"
	adviceCORS        = "the bucket's CORS rules do not allow this page's origin, method or headers; add a rule"
	adviceEndpoint    = "the bucket belongs to another endpoint or region; set both to the bucket's own"
	adviceAccelerate  = "this bucket is not reached by transfer acceleration; turn it on, or use the regional endpoint"
	adviceBucket      = "check the bucket's name and region"
	adviceAccount     = "the account or the bucket is blocked, often over unpaid bills; its owner has to act"
	adviceGone        = "the upload was aborted, completed or removed by a lifecycle rule; begin a new one"
	adviceParts       = "ask for the list of parts, upload again what is missing or differs, then complete again"
	adviceSmallPart   = "a part other than the last is too small, or the body is; begin again with larger parts"
	adviceTooLarge    = "the body is larger than the store takes in one piece; upload it in parts within the limits"
	adviceArgument    = "the store refuses the value of a header or parameter"
	adviceName        = "the store refuses the bucket's name or the object's key"
	adviceClass       = "the bucket does not take this storage class"
	adviceEncryption  = "check the encryption options: algorithm, key and key digest must fit each other and the object"
	adviceKMS         = "check that the key service is active in the bucket's region, the key exists and is enabled, and the credentials may use it"
	adviceExists      = "an object of that name exists and overwriting it is forbidden; choose another key"
	adviceLocked      = "the object is protected by a retention rule, a lock or its state; it cannot be replaced now"
	adviceCondition   = "a condition of the request did not hold; with overwriting forbidden, the object exists already"
	adviceUnsupported = "the store does not offer this on this bucket or endpoint"
	adviceReport      = "the request was built wrongly; please report it with the request ID"
	adviceTags        = "check the tags: at most 10, unique, each within its length and characters"
)
