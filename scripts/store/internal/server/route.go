package server

import (
	"net/http"
	"strings"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/scripts/store/internal/fault"
)

// operation is one thing the store can do.
type operation struct {
	name string // in the log
	op   request.Op
	run  func(*call) error
	form bool // signed by the policy in its body
}

// subresources select an operation by being in the query; those of uploads
// come first, the others are refused rather than mistaken for an object's.
var subresources = []string{"uploads", "uploadId", "partNumber", "location", "objectMeta",
	"acl", "append", "attributes", "cors", "delete", "lifecycle", "policy", "restore", "retention", "select", "symlink", "tagging", "torrent",
	"versioning", "versions", "website"}

// objectOperations and bucketOperations: method and subresources, in the order of the list above.
var objectOperations = map[string]operation{
	"POST uploads":            {name: "initiate", op: request.Initiate, run: (*call).initiate},
	"PUT uploadId partNumber": {name: "uploadPart", op: request.UploadPart, run: (*call).uploadPart},
	"GET uploadId":            {name: "listParts", op: request.ListParts, run: (*call).listParts},
	"POST uploadId":           {name: "complete", op: request.Complete, run: (*call).complete},
	"DELETE uploadId":         {name: "abort", op: request.Abort, run: (*call).abort},
	"PUT":                     {name: "putObject", op: request.PutObject, run: (*call).putObject},
	"HEAD":                    {name: "headObject", op: request.HeadObject, run: (*call).getObject},
	"HEAD objectMeta":         {name: "headObject", op: request.HeadObject, run: (*call).getObject},
	"GET":                     {name: "getObject", op: request.GetObject, run: (*call).getObject},
	"DELETE":                  {name: "deleteObject", op: request.DeleteObject, run: (*call).deleteObject},
}

var bucketOperations = map[string]operation{
	"GET uploads":  {name: "listUploads", op: request.ListUploads, run: (*call).listUploads},
	"GET location": {name: "getLocation", run: (*call).getLocation},
	"HEAD":         {name: "headBucket", run: (*call).headBucket},
	"POST":         {name: "postObject", op: request.PutObject, run: (*call).postObject, form: true},
}

// route finds the operation.
func (c *call) route() (operation, error) {
	table := objectOperations
	if c.key == "" {
		table = bucketOperations
	}
	name := c.r.Method
	for _, sub := range subresources {
		if _, ok := c.param(sub); ok {
			name += " " + sub
		}
	}
	o, ok := table[name]
	switch {
	case ok && c.header(c.v.Prefix+"copy-source") != "":
		return o, fault.New(fault.NotImplemented, "Copying is not implemented.").
			With("Header", c.v.Prefix+"copy-source")
	case ok:
		return o, nil
	case name == "PUT uploadId" || name == "PUT partNumber":
		return o, fault.Argument(
			fault.InvalidArgument,
			"PartNumber",
			"",
			"Uploading a part takes both partNumber and uploadId.",
		)
	case !strings.Contains(" GET HEAD PUT POST DELETE ", " "+c.r.Method+" ") || c.r.Method == http.MethodPost && c.key != "":
		return o, fault.New(fault.MethodNotAllowed, "The specified method is not allowed against this resource.").
			With("Method", c.r.Method)
	}
	return o, fault.New(fault.NotImplemented, "This operation is not implemented.").With("Header", name)
}
