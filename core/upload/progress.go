package upload

// Progress is how far an upload is. Sent and Confirmed never go back and never
// pass Total, even where parts are sent again.
type Progress struct {
	Sent      int64 // bytes handed to the network
	Confirmed int64 // bytes that the store said it holds; at most Sent
	Total     int64
	Speed     int64 // bytes per second, smoothed; 0: nothing moves
	LeftMs    int64 // estimate; -1: not known
}
