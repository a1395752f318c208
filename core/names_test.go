package core_test

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

	"github.com/partway/partway/core/dialect"
	"github.com/stretchr/testify/require"
)

// What the stores do differently stands in their rows. Code elsewhere that asks
// which dialect it has would need a look with each new one.
func TestNoComparisonWithADialectsName(t *testing.T) {
	for _, file := range sources(t, ".go", "../core", "../wasm") {
		if !isRow(file) && !strings.HasPrefix(filepath.ToSlash(file), "../"+forTests) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Empty(t, goComparisons(t, file, string(text)))
		}
	}
	for _, file := range sources(t, ".ts", "../web/src") {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Empty(t, tsComparisons(string(text)), file)
	}
}

func isRow(file string) bool {
	for _, d := range dialect.All() {
		if filepath.ToSlash(file) == "../core/dialect/"+d.Name+".go" {
			return true
		}
	}
	return false
}

func isName(e ast.Expr) bool {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return false
	}
	name, err := strconv.Unquote(literal.Value)
	if err != nil {
		return false
	}
	_, found := dialect.ByName(name)
	return found
}

// goComparisons are the places where a dialect's name is compared: by an
// operator, as a case, as a key, or by a function that compares.
func goComparisons(t *testing.T, name, text string) (places []string) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, text, parser.SkipObjectResolution)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		for _, e := range compared(n) {
			if isName(e) {
				places = append(places, files.Position(e.Pos()).String())
			}
		}
		return true
	})
	return places
}

// compared are the operands of a node that compares or looks up.
func compared(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op != token.ADD {
			return []ast.Expr{n.X, n.Y}
		}
	case *ast.CaseClause:
		return n.List
	case *ast.IndexExpr:
		return []ast.Expr{n.Index}
	case *ast.CompositeLit:
		if _, isMap := n.Type.(*ast.MapType); !isMap {
			return nil
		}
		var keys []ast.Expr
		for _, element := range n.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				keys = append(keys, pair.Key)
			}
		}
		return keys
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && regexp.MustCompile(`^(EqualFold|Compare|Contains|HasPrefix|HasSuffix|Index|ByName)$`).MatchString(f.Sel.Name) {
			return n.Args
		}
	}
	return nil
}

// tsComparisons are the pieces of TypeScript that compare with a dialect's
// name or look one up.
func tsComparisons(text string) []string {
	var names []string
	for _, d := range dialect.All() {
		names = append(names, regexp.QuoteMeta(d.Name))
	}
	bare := `(?:` + strings.Join(names, "|") + `)`
	quoted := "(?:'" + bare + `'|"` + bare + "\"|`" + bare + "`)"
	return regexp.MustCompile(`(?m)[!=]==?\s*`+quoted+ // x === 'oss'
		`|`+quoted+`\s*[!=]==?`+ // 'oss' === x
		`|\bcase\s+`+quoted+ // case 'oss'
		`|(?:\.(?:get|has|includes|startsWith|endsWith|indexOf)\(|\w\[|\)\[)\s*`+quoted+ // table.get('oss'), table['oss']
		`|[{,]\s*(?:`+quoted+`|`+bare+`)\s*:`+ // { oss: …
		`|^\s*(?:`+quoted+`|`+bare+`)\s*:`, // the same on a line of its own
	).FindAllString(text, -1)
}

func TestComparisonsAreFound(t *testing.T) {
	for _, code := range []string{
		`a == "oss"`, `"cos" != a`, "a == `s3`", `map[string]int{"oss": 1}[a] > 0`, `m["s3"]`, `strings.HasPrefix(a, "oss")`,
		`func() bool { switch a { case "x", "cos": return true }; return false }()`, `request.EqualFold("oss", a)`, `b && (a == "s3")`,
	} {
		require.Len(t, goComparisons(t, "x.go", "package x\nvar _ = "+code), 1, code)
	}
	for _, code := range []string{`a == "ossify"`, `"oss" + a`, `[]string{"oss"}`, `family{"s3", "x"}`, `option{Name: "cos"}`, `f("oss")`} {
		require.Empty(t, goComparisons(t, "x.go", "package x\nvar _ = "+code), code)
	}
	for _, code := range []string{
		`a === 'oss'`, `"cos"!==a`, "a == `s3`", `switch (a) { case 'oss': }`, `table['oss']`, `table.get("s3")`, `x = { oss: 1 }`, "{\n  'cos': 2,\n}", `['a'].includes('s3')`,
	} {
		require.Len(t, tsComparisons(code), 1, code)
	}
	for _, code := range []string{`dialect: 'oss';`, `type D = 'oss' | 'cos';`, `a === 'ossify'`, `['oss', 'cos']`, `across: 1`} {
		require.Empty(t, tsComparisons(code), code)
	}
}
