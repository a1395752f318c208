//go:build nokeys

package dialect

// A page without keys sends what its signer built. It reads replies, plans and
// hashes, and has no use for the names of hosts and options, which would be a
// fifth of what it loads.
var (
	ossAlias, cosAlias, s3Alias       []string
	ossHosts, cosHosts, s3Hosts       []Host
	ossOptions, cosOptions, s3Options []Option
	ossAsks, cosAsks, s3Asks          []Option
)
