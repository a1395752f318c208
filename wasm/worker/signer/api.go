package signer

// What crosses the wire, as JSON. api.ts is made of this file by its test:
// a comment behind a field is the comment there.

// BeginRequest is the body of POST /s3/multipart. Companion's fields come first.
type BeginRequest struct {
	Filename string `json:"filename"`
	Type     string `json:"type,omitempty"`     // media type; without one application/octet-stream
	Metadata Texts  `json:"metadata,omitempty"` // user metadata of the object

	Size     *int64  `json:"size,omitempty"`     // bytes; with it the answer is a PlannedAnswer
	PartSize int64   `json:"partSize,omitempty"` // bytes that every part but the last shall have
	Target   string  `json:"target,omitempty"`   // where to; the default one if there is no name
	Options  Choices `json:"options,omitempty"`  // further options of the object that the target allows
}

// BeginAnswer answers it if no size was given.
type BeginAnswer struct {
	Key      string `json:"key"`
	UploadID string `json:"uploadId"` // sealed: for this signer only
	Bucket   string `json:"bucket"`
}

// PlannedAnswer answers it if a size was given.
type PlannedAnswer struct {
	Key          string            `json:"key"`
	UploadID     string            `json:"uploadId"`
	Bucket       string            `json:"bucket"`
	Dialect      string            `json:"dialect"`
	URL          string            `json:"url"`          // of the object, without a query
	Verify       string            `json:"verify"`       // checksum that the store reports of a part: crc64xz, md5 or empty
	VerifyHeader string            `json:"verifyHeader"` // header that has it
	PartSize     int64             `json:"partSize"`     // bytes of every part but the last
	Parts        int               `json:"parts"`
	Put          bool              `json:"put"`     // the one URL is a PUT of the whole object
	URLs         []string          `json:"urls"`    // of the parts from 1 on, at most 100
	Headers      map[string]string `json:"headers"` // that every PUT must carry
	Until        int64             `json:"until"`   // end of the URLs, milliseconds since 1970
}

// WindowAnswer answers GET /s3/multipart/{id}/batch.
type WindowAnswer struct {
	PresignedURLs map[string]string `json:"presignedUrls"` // by part number
	Headers       map[string]string `json:"headers"`
	Until         int64             `json:"until"` // milliseconds since 1970
}

// PartURLAnswer answers GET /s3/multipart/{id}/{part}.
type PartURLAnswer struct {
	URL     string `json:"url"`
	Expires int64  `json:"expires"` // seconds
}

// ListedPart is one of the list that GET /s3/multipart/{id} answers with.
type ListedPart struct {
	PartNumber int
	Size       int64
	ETag       string
	CRC64      string `json:",omitempty"` // CRC-64/XZ in decimal, where the store tells
}

// CompleteRequest is the body of POST /s3/multipart/{id}/complete.
type CompleteRequest struct {
	Parts []CompletePart `json:"parts,omitempty"` // without them the store's own list is taken
	Sum   string         `json:"sum,omitempty"`   // checksum of the whole object: CRC-64/XZ in decimal, or the ETag that MD5s make, without quotes
}

// CompletePart is a part as the client knows it.
type CompletePart struct {
	PartNumber int
	ETag       string
}

// CompleteAnswer answers it.
type CompleteAnswer struct {
	Location  string `json:"location"` // URL of the object, without a query
	Bucket    string `json:"bucket"`
	Key       string `json:"key"`
	Size      int64  `json:"size"`
	ETag      string `json:"etag"`
	CRC64     string `json:"crc64,omitempty"`
	VersionID string `json:"versionId,omitempty"`
	RequestID string `json:"requestId,omitempty"` // the store's
	Download  string `json:"download,omitempty"`  // URL to read the object by, where the target gives one
}

// FormAnswer answers GET /s3/params.
type FormAnswer struct {
	Method string            `json:"method"`
	URL    string            `json:"url"`
	Fields map[string]string `json:"fields"` // in front of the file
}

// SignRequest is the body of POST /s3/sign: what Uppy hands to signRequest.
type SignRequest struct {
	Method      string `json:"method"`
	Key         string `json:"key"`
	UploadID    string `json:"uploadId,omitempty"`
	PartNumber  int    `json:"partNumber,omitempty"`
	ContentType string `json:"contentType,omitempty"`
	ExpiresIn   int64  `json:"expiresIn,omitempty"` // taken note of by nobody: the target says how long
	Target      string `json:"target,omitempty"`
}

// SignAnswer answers it.
type SignAnswer struct {
	URL    string            `json:"url"`
	Key    string            `json:"key,omitempty"`    // under which the object is stored
	Fields map[string]string `json:"fields,omitempty"` // of a form
}

// ErrorAnswer is every answer that is no success.
type ErrorAnswer struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Retry     string `json:"retry"`               // never, again, slower, resign, ask or restart
	RequestID string `json:"requestId,omitempty"` // the store's
	Stored    bool   `json:"stored,omitempty"`    // the object is stored all the same
}
