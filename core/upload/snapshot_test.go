package upload

import (
	"reflect"
	"testing"
	"unsafe"

	"github.com/partway/partway/core/plan"
	"github.com/stretchr/testify/require"
)

// Whatever bytes a snapshot has where bools are, they are bools afterwards, and
// nothing else is another.
func TestBoolsAreNormalized(t *testing.T) {
	for _, b := range []byte{0, 1, 0x30, 0xff} {
		var read, normalized persistent
		for _, l := range []*persistent{&read, &normalized} {
			memory := unsafe.Slice((*byte)(unsafe.Pointer(l)), unsafe.Sizeof(*l))
			for i := range memory {
				memory[i] = b
			}
		}
		normalized.normalizeBools()
		require.Equal(t, 5, compareFields(t, reflect.ValueOf(&read).Elem(), reflect.ValueOf(&normalized).Elem(), b))
	}
}

// compareFields returns how many bools it has seen.
func compareFields(t *testing.T, read, normalized reflect.Value, b byte) (bools int) {
	for i := range read.NumField() {
		switch name, field := read.Type().Field(i).Name, normalized.Field(i); field.Kind() {
		case reflect.Struct:
			bools += compareFields(t, read.Field(i), field, b)
		case reflect.Bool:
			bools++
			require.Equal(t, b&1, *(*byte)(field.Addr().UnsafePointer()), name)
		case reflect.Uint8:
			require.Equal(t, read.Field(i).Uint(), field.Uint(), name)
		default:
			require.Equal(t, read.Field(i).Int(), field.Int(), name)
		}
	}
	return bools
}

// Nothing can be put whole whose only part is still to be planned.
func TestUnplannedSnapshotIsNotPut(t *testing.T) {
	m := New(Config{Plan: plan.Plan{Size: 3}, Window: 100})
	_, err := Restore(m.Snapshot())
	require.NoError(t, err)
	m.plan.Put = true
	_, err = Restore(m.Snapshot())
	require.ErrorIs(t, err, FormatError{})
}
