package server

import (
	"crypto/md5"
	"encoding/base64"

	"github.com/partway/partway/scripts/store/internal/fault"
)

// checkCustomerKey checks the three SSE-C headers against each other. Unlike
// the services it takes them over plain HTTP, since it runs on one machine.
func (c *call) checkCustomerKey() error {
	algorithm, key, sum := c.option("customerAlgorithm"), c.option("customerKey"), c.option("customerKeyMD5")
	if algorithm == "" && key == "" && sum == "" {
		return nil
	}
	raw, err := base64.StdEncoding.DecodeString(key)
	got := md5.Sum(raw)
	switch {
	case algorithm != "AES256":
		return fault.New(
			fault.CustomerKeyWrong,
			"Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.",
		)
	case err != nil || len(raw) != 32:
		return fault.New(
			fault.CustomerKeyWrong,
			"Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.",
		)
	case sum != base64.StdEncoding.EncodeToString(got[:]):
		return fault.New(
			fault.CustomerKeyWrong,
			"The calculated MD5 hash of the key did not match the hash that was provided.",
		)
	case c.option("encryption") != "":
		return fault.New(
			fault.InvalidArgument,
			"Server Side Encryption with Customer provided keys is incompatible with the encryption method specified.",
		)
	}
	return nil
}

// sameCustomerKey checks that the request brings the key that the upload or object was given.
func (c *call) sameCustomerKey(want string) error {
	if err := c.checkCustomerKey(); err != nil {
		return err
	}
	if c.option("customerKeyMD5") != want {
		return fault.New(
			fault.CustomerKeyWrong,
			"The encryption parameters do not fit those the object was stored or its upload was initiated with.",
		)
	}
	return nil
}
