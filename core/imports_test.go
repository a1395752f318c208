package core_test

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/partway/partway/"

// mayImport is the direction of imports: each package, and what of this module
// it may import. A package that is missing here may not exist, and what is
// listed must be there and be used.
var mayImport = map[string][]string{
	"core/decimal":           nil,
	"core/internal/escape":   nil,
	"core/internal/text":     nil,
	"core/internal/when":     nil,
	"core/internal/hash/own": nil,
	"core/internal/hash":     {"core/internal/hash/own"},
	"core/internal/xml":      {"core/decimal"},
	"core/request":           {"core/decimal", "core/internal/escape"},
	"core/dialect":           {"core/request"},
	"core/plan":              {"core/decimal", "core/dialect"},
	"core/checksum":          {"core/decimal", "core/internal/hash", "core/internal/text"},
	"core/sign": {"core/decimal", "core/request",
		"core/internal/escape", "core/internal/hash", "core/internal/text", "core/internal/when"},
	"core/options": {"core/decimal", "core/dialect", "core/request",
		"core/internal/escape", "core/internal/hash", "core/internal/text", "core/internal/when"},
	"core/wire": {"core/decimal", "core/dialect", "core/options", "core/request",
		"core/internal/escape", "core/internal/hash", "core/internal/text", "core/internal/when", "core/internal/xml"},
	"core/grant": {"core/decimal", "core/options", "core/request", "core/internal/text", "core/internal/when"},
	"core/upload": {"core/checksum", "core/decimal", "core/dialect", "core/plan", "core/request", "core/wire",
		"core/internal/text"},
	"core": {"core/decimal", "core/dialect", "core/options", "core/request", "core/sign", "core/wire",
		"core/internal/hash", "core/internal/text"},
}

// foreign are the packages of other modules.
var foreign = map[string][]string{
	"core/options": {"github.com/agnivade/levenshtein"},
	"core/grant":   {"golang.org/x/crypto/chacha20poly1305"},
}

// small are the packages of the standard library that a page's download can
// bear. What is not here was measured, and costs kilobytes: fmt, encoding/*,
// net/*, crypto/*, reflect, regexp, sync, time, math/big, strconv, unicode.
var small = []string{"math/bits", "slices", "strings", "unicode/utf8"}

// inMemory may look at a machine as it lies in memory; see upload.Encode.
var inMemory = map[string][]string{"core/upload": {"unsafe"}}

// hashes may use the standard library's outside the module of a page.
var hashes = map[string][]string{
	"core/internal/hash": {"crypto/hmac", "crypto/md5", "crypto/sha1", "crypto/sha256", "hash"},
}

// forTests are packages that only tests import, and tools that check tests.
const forTests = "core/coretest/"

func TestImportsInAPage(t *testing.T) {
	page := build.Default
	page.GOOS, page.GOARCH, page.CgoEnabled = "linux", "arm", false // as TinyGo's wasm_unknown has it
	page.BuildTags = []string{"tinygo", "tinygo.wasm", "wasm_unknown"}
	used := checkImports(t, page, nil)
	for pkg, allowed := range mayImport {
		for _, imported := range allowed {
			require.Contains(
				t,
				used[pkg],
				module+imported,
				"%s no longer imports %s: take it off the table",
				pkg,
				imported,
			)
		}
	}
}

func TestImportsElsewhere(t *testing.T) { checkImports(t, build.Default, hashes) }

// checkImports holds all packages of core against the table and returns what
// they import.
func checkImports(t *testing.T, target build.Context, more map[string][]string) map[string][]string {
	used := map[string][]string{}
	for _, pkg := range packages(t) {
		if strings.HasPrefix(pkg+"/", forTests) {
			continue
		}
		allowed, listed := mayImport[pkg]
		require.True(t, listed, "%s is not in the table of imports", pkg)
		p, err := target.ImportDir(filepath.Join("..", pkg), 0)
		require.NoError(t, err)
		used[pkg] = p.Imports
		for _, path := range p.Imports {
			own, isOwn := strings.CutPrefix(path, module)
			ok := isOwn && slices.Contains(allowed, own) ||
				slices.Contains(
					small,
					path,
				) || slices.Contains(inMemory[pkg], path) || slices.Contains(foreign[pkg], path) || slices.Contains(more[pkg], path)
			require.True(t, ok, "%s must not import %s", pkg, path)
		}
	}
	require.Len(t, used, len(mayImport), "the table lists a package that is gone")
	return used
}

// packages are the folders of core that hold Go code other than tests.
func packages(t *testing.T) (found []string) {
	for _, file := range sources(t, ".go", "../core") {
		pkg, err := filepath.Rel("..", filepath.Dir(file))
		require.NoError(t, err)
		if pkg = filepath.ToSlash(pkg); !slices.Contains(found, pkg) {
			found = append(found, pkg)
		}
	}
	return found
}

// sources are the files of some folders that end in ext, tests left out.
func sources(t *testing.T, ext string, roots ...string) (files []string) {
	for _, root := range roots {
		require.NoError(t, fs.WalkDir(os.DirFS(root), ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == "node_modules") {
				return fs.SkipDir
			}
			if strings.HasSuffix(path, ext) && !strings.HasSuffix(path, "_test"+ext) &&
				!strings.HasSuffix(path, ".test"+ext) {
				files = append(files, filepath.Join(root, path))
			}
			return nil
		}))
	}
	require.NotEmpty(t, files)
	return files
}
