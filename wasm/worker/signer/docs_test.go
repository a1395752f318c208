package signer

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// fieldsOfTheCode are the names that the configuration may have: what
// section.known is called with.
func fieldsOfTheCode(t *testing.T) map[string]bool {
	fields := map[string]bool{}
	for _, name := range connection {
		fields[name] = true
	}
	sources, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, addFields(t, fields))
	}
	require.NotEmpty(t, sources)
	return fields
}

// addFields adds the names that a call of section.known gives.
func addFields(t *testing.T, fields map[string]bool) func(ast.Node) bool {
	return func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "known" {
			return true
		}
		ast.Inspect(call, func(node ast.Node) bool {
			if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				name, err := strconv.Unquote(literal.Value)
				require.NoError(t, err)
				fields[name] = true
			}
			return true
		})
		return false
	}
}

// fieldsOfTheDocs are the first cells of the tables of fields.
func fieldsOfTheDocs(page string) map[string]bool {
	fields, inTable := map[string]bool{}, false
	for _, line := range strings.Split(page, "\n") {
		inTable = strings.HasPrefix(line, "| field |") || inTable && strings.HasPrefix(line, "|")
		if name, _, found := strings.Cut(strings.TrimPrefix(line, "| `"), "` |"); inTable && found {
			fields[name] = true
		}
	}
	return fields
}

func TestDocsHaveEveryFieldOfTheConfiguration(t *testing.T) {
	page, err := os.ReadFile("../../../web/docs/signer.md")
	require.NoError(t, err)
	fields := fieldsOfTheCode(t)
	require.Greater(t, len(fields), 30)
	require.Equal(t, fields, fieldsOfTheDocs(string(page)))
}

func TestDocsShowAConfigurationThatIsRight(t *testing.T) {
	page, err := os.ReadFile("../../../web/docs/signer.md")
	require.NoError(t, err)
	var objects [][]byte
	for _, found := range regexp.MustCompile("(?s)```json\n(.*?)```").FindAllSubmatch(page, -1) {
		objects = append(objects, found[1])
	}
	require.Len(t, objects, 2, "the variable and the secret")
	config, err := ParseConfig(objects...)
	require.NoError(t, err)
	require.Equal(t, "files", config.targets[0].name)
}
