package upload

import (
	"testing"

	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

func TestTasksAreFoundByTheirRequest(t *testing.T) {
	var list tasks
	list.add(request.UploadPart, 1)
	list.add(request.UploadPart, 2)
	require.Equal(t, -1, list.find(0), "0 is no request, though both tasks have it")
	list[1].begin(7, 0, 0)
	require.Equal(t, 1, list.find(7))
	require.Equal(t, -1, list.find(6), "a request that is over")
	list.remove(0)
	require.Equal(t, 0, list.find(7))
}

func TestATaskIsAddedOnce(t *testing.T) {
	var list tasks
	for range 2 {
		list.add(request.UploadPart, 1)
		list.add(request.UploadPart, 2)
		list.add(request.ListParts, 0)
	}
	require.Len(t, list, 3)
}

func TestDecidingRequests(t *testing.T) {
	for op, decides := range map[request.Op]bool{
		request.Initiate: true, request.Complete: true, request.PutObject: true,
		request.UploadPart: false, request.ListParts: false, request.Abort: false, request.HeadObject: false,
	} {
		list := tasks{{op: op}}
		require.False(t, list.deciding(), "%s is not on its way", op)
		list[0].begin(1, 0, 0)
		require.Equal(t, decides, list.deciding(), op.String())
	}
}

func TestProgressOfARequest(t *testing.T) {
	var k task
	k.begin(1, 3, 1_000)
	require.Equal(t, task{request: 1, moved: 1_000, generation: 3}, k)
	k.probe = true
	for _, step := range []struct {
		bytes, now, more, moved int64
	}{
		{0, 1_100, 0, 1_000},   // nothing moved
		{40, 1_200, 40, 1_200}, // of 100
		{30, 1_300, 0, 1_200},  // late news
		{40, 1_400, 0, 1_200},
		{900, 1_500, 60, 1_500}, // browsers count more than the body
		{901, 1_600, 0, 1_500},
	} {
		require.Equal(t, step.more, k.progress(step.bytes, 100, step.now), step)
		require.Equal(t, step.moved, k.moved, step)
	}
	require.Equal(t, int64(100), k.sent)
	require.False(t, k.probe, "a connection on which bytes move is in no doubt")
}

func TestWakingDoubtsOpenConnections(t *testing.T) {
	waiting, sent := task{notBefore: 9_000}, task{request: 1, moved: 10}
	waiting.wake(500)
	sent.wake(500)
	require.Equal(t, task{notBefore: 500}, waiting)
	require.Equal(t, task{notBefore: 500, request: 1, moved: 500, probe: true}, sent)
}

func TestFailuresAreForgottenTogether(t *testing.T) {
	list := tasks{{failures: 9}, {failures: 1}}
	list.gotFurther()
	require.Equal(t, tasks{{}, {}}, list)
}

func TestNumberOfWhatATaskCarries(t *testing.T) {
	part := task{op: request.UploadPart, part: 3}
	object, list := task{op: request.PutObject}, task{op: request.ListParts}
	require.Equal(t, []int{3, 1}, []int{part.number(), object.number()})
	require.Equal(t, []bool{true, true, false}, []bool{part.carries(), object.carries(), list.carries()})
}
