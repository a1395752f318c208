package options

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var write = flag.Bool("write", false, "write client.go anew")

// clientList is what stands around the names in client.go.
const clientList = `package options

// client are options that never arrive here, since the client deals with them.
// They are known so that misspellings of them are. Made from
// web/src/session/clientoptions.ts by TestClientOptions; do not edit.
var client = [...]string{
NAMES}
`

// TestClientOptions makes client.go from the list of the client's options, and
// compares: go test ./core/options -run ClientOptions -write
func TestClientOptions(t *testing.T) {
	source, err := os.ReadFile("../../web/src/session/clientoptions.ts")
	require.NoError(t, err)
	rules := regexp.MustCompile(`(?s)export const \w+Rules = \{\n(.*?)\n\} satisfies`).FindAllSubmatch(source, -1)
	require.Len(t, rules, 3)
	var names strings.Builder
	for _, rule := range rules {
		for _, name := range regexp.MustCompile(`(?m)^  (\w+):`).FindAllSubmatch(rule[1], -1) {
			switch string(name[1]) {
			case "partSize", "target", "headers", "metadata", "options": // the core's own, or of a signer's uploads alone
			default:
				names.WriteString("\t\"" + string(name[1]) + "\",\n")
			}
		}
	}
	want := strings.Replace(clientList, "NAMES", names.String(), 1)
	if *write {
		require.NoError(t, os.WriteFile("client.go", []byte(want), 0o644))
	}
	have, err := os.ReadFile("client.go")
	require.NoError(t, err)
	require.Equal(t, want, string(have), "go test ./core/options -run ClientOptions -write")
}
