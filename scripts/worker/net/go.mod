// The last TinyGo whose package net is in its own tree; later ones keep it in
// a submodule, which Go's module proxy does not have. Only that folder is used.
module github.com/partway/partway/scripts/worker/net

go 1.26

require github.com/tinygo-org/tinygo v0.27.0
