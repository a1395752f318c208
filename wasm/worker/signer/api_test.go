package signer

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var write = flag.Bool("write", false, "write api.ts anew")

// api.ts is made of api.go: go test ./wasm/worker/signer -run TypeScript -write
func TestTypeScript(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "api.go", nil, parser.ParseComments)
	require.NoError(t, err)
	out := "// The signer's HTTP contract. Made from api.go by its test; do not edit.\n"
	for _, d := range file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.TYPE {
			continue
		}
		spec := decl.Specs[0].(*ast.TypeSpec)
		out += fmt.Sprintf(
			"\n/** %s */\nexport interface %s {\n",
			strings.ReplaceAll(strings.TrimSpace(decl.Doc.Text()), "\n", "\n * "),
			spec.Name,
		)
		for _, f := range spec.Type.(*ast.StructType).Fields.List {
			out += member(t, f)
		}
		out += "}\n"
	}
	if *write {
		require.NoError(t, os.WriteFile("api.ts", []byte(out), 0o644))
	}
	have, err := os.ReadFile("api.ts")
	require.NoError(t, err)
	require.Equal(t, out, string(have))
}

func member(t *testing.T, f *ast.Field) string {
	name, options := f.Names[0].Name, ""
	if f.Tag != nil {
		tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json")
		var given string
		if given, options, _ = strings.Cut(tag, ","); given != "" {
			name = given
		}
	}
	if options == "omitempty" {
		name += "?"
	}
	line := "  " + name + ": " + typeScript(t, f.Type) + ";"
	if f.Comment != nil {
		line += " // " + strings.TrimSpace(f.Comment.Text())
	}
	return line + "\n"
}

func typeScript(t *testing.T, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeScript(t, e.X)
	case *ast.ArrayType:
		return typeScript(t, e.Elt) + "[]"
	case *ast.MapType:
		return "Record<" + typeScript(t, e.Key) + ", " + typeScript(t, e.Value) + ">"
	case *ast.Ident:
		switch e.Name {
		case "string":
			return "string"
		case "int", "int64":
			return "number"
		case "bool":
			return "boolean"
		case "Texts":
			return "Record<string, string>"
		case "Choices":
			return "Record<string, string | number | boolean | Record<string, string>>"
		}
		return e.Name
	}
	t.Fatalf("no TypeScript for %T", e)
	return ""
}
