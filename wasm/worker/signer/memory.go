package signer

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"time"
)

// Memory keeps small values for other requests, as far as the host can: it may
// forget any of them at any time, and what it keeps decides nothing that a
// client must not.
type Memory interface {
	// Get returns a value that Put has kept.
	Get(key string) (value []byte, found bool)

	// Put keeps a value for that long; nil forgets it.
	Put(key string, value []byte, life time.Duration)
}

// memoryKey is a key of Memory for a purpose and what it is about.
func memoryKey(purpose string, of ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(of, "\x00")))
	return purpose + "-" + hex.EncodeToString(sum[:16])
}

// recall is Get where there is a memory.
func (s *Signer) recall(key string) ([]byte, bool) {
	if s.env.Memory == nil {
		return nil, false
	}
	return s.env.Memory.Get(key)
}

func (s *Signer) remember(key string, value []byte, life time.Duration) {
	if s.env.Memory != nil && life > 0 {
		s.env.Memory.Put(key, value, life)
	}
}

// mostMemories bounds what a process keeps.
const mostMemories = 10_000

type memory struct {
	sync.Mutex
	now    func() time.Time
	values map[string]memoryValue
}

type memoryValue struct {
	value []byte
	until time.Time
}

// NewMemory keeps values in this process.
func NewMemory(now func() time.Time) Memory {
	return &memory{now: now, values: map[string]memoryValue{}}
}

func (m *memory) Get(key string) ([]byte, bool) {
	m.Lock()
	defer m.Unlock()
	v, found := m.values[key]
	if !found || !m.now().Before(v.until) {
		delete(m.values, key)
		return nil, false
	}
	return v.value, true
}

func (m *memory) Put(key string, value []byte, life time.Duration) {
	m.Lock()
	defer m.Unlock()
	if value == nil {
		delete(m.values, key)
		return
	}
	if len(m.values) >= mostMemories {
		m.forget()
	}
	m.values[key] = memoryValue{value, m.now().Add(life)}
}

// forget makes room: of what is over, or else of anything.
func (m *memory) forget() {
	for key, v := range m.values {
		if !m.now().Before(v.until) {
			delete(m.values, key)
		}
	}
	for key := range m.values {
		if len(m.values) < mostMemories {
			return
		}
		delete(m.values, key)
	}
}
