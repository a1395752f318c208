// Package hash is MD5, SHA-1, SHA-256 and their HMACs: the standard library's
// in native programs, our own in the WebAssembly module.
//
// Why our own: crypto/* brings its FIPS frame along. Measured with TinyGo
// 0.41.0 at -opt=z, a presigner with the standard library's hashes is 35,958
// bytes of brotli, with ours 6,505; a page has 24 KB for everything. The build
// tag ownhash puts them into a native program, and package own is compiled and
// fuzzed against the standard library in every build.
//
// SHA-1 and MD5 are here because the stores' protocols use them; they protect
// nothing else.
package hash
