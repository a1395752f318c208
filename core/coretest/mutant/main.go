// Command mutant runs random schedules, as many as its argument says, and prints the first broken rule. The mutation
// test of coretest builds it from mutated sources of core/upload.
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/partway/partway/core/coretest"
)

func main() {
	if len(os.Args) != 2 {
		fatal("usage: mutant <schedules>")
	}
	count, err := strconv.Atoi(os.Args[1])
	if err != nil || count < 1 {
		fatal("the number of schedules is " + os.Args[1] + "; it has to be at least 1")
	}
	if seed, broken := coretest.Search(1, count); broken != "" {
		fmt.Printf("seed %d: %s\n", seed, broken)
	}
}

func fatal(why string) {
	fmt.Fprintln(os.Stderr, "mutant: "+why)
	os.Exit(2)
}
