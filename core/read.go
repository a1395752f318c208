package core

import "github.com/partway/partway/core/wire"

// The Read methods take the reply to a request of Build. A reply with Status 0
// says that nothing came back. Their error is an *Error.

// ReadInitiate reads the upload ID.
func (c *Client) ReadInitiate(r Reply) (Initiated, error) {
	return result(wire.ReadInitiate(c.Dialect(), &r))
}

// ReadUploadPart reads what the store says of the part with that number.
func (c *Client) ReadUploadPart(part int, r Reply) (Part, error) {
	return result(wire.ReadUploadPart(c.Dialect(), part, &r))
}

// ReadListParts reads one page of parts.
func (c *Client) ReadListParts(r Reply) (PartsPage, error) {
	return result(wire.ReadListParts(c.Dialect(), &r))
}

// ReadComplete reads the object that the parts became.
func (c *Client) ReadComplete(r Reply) (Completed, error) {
	return result(wire.ReadComplete(c.Dialect(), &r))
}

// ReadAbort takes an upload that was gone already for success.
func (c *Client) ReadAbort(r Reply) (Aborted, error) {
	return result(wire.ReadAbort(c.Dialect(), &r))
}

// ReadListUploads reads one page of open uploads.
func (c *Client) ReadListUploads(r Reply) (UploadsPage, error) {
	return result(wire.ReadListUploads(c.Dialect(), &r))
}

// ReadPutObject reads what was stored.
func (c *Client) ReadPutObject(r Reply) (Stored, error) {
	return result(wire.ReadPutObject(c.Dialect(), &r))
}

// ReadHeadObject reads what the store tells about the object.
func (c *Client) ReadHeadObject(r Reply) (Object, error) {
	return result(wire.ReadHeadObject(c.Dialect(), &r))
}

// Encryption are the headers of any reply by which the store confirms how it
// encrypts what it stores.
func (c *Client) Encryption(r Reply) []Pair { return wire.Encryption(c.Dialect(), &r) }

// result keeps a nil *Error from becoming an error that is not nil.
func result[T any](v T, err *Error) (T, error) {
	if err != nil {
		return v, err
	}
	return v, nil
}
