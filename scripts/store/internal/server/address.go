package server

import (
	"net"
	"net/http"
	"strings"

	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// address is what a URL means.
type address struct {
	v          *vendor.Vendor
	bucketName string
	key        string // unescaped; empty: the bucket itself
}

// rootDialect is spoken where neither host nor path name a dialect: S3
// clients cannot take a path in front of the bucket.
const rootDialect = "s3"

// resolve finds store, bucket and key. The vendor is set even if there is an error.
//
//	<bucket>.oss.localhost:8788/key             and the vendors' own hosts
//	s3.localhost:8788/<bucket>/key              path style
//	localhost:8788/oss/<bucket>/key             any other host: the dialect first
//	localhost:8788/<bucket>/key                 or none for S3
func (s *Server) resolve(r *http.Request) (address, error) {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(host)
	path := strings.TrimPrefix(r.URL.Path, "/")
	for _, v := range s.vendors {
		endpoint, ok := ownHost(v, host)
		if !ok {
			continue
		}
		if bucket := bucketLabel(v, endpoint, v.RegionFirst && !strings.HasSuffix(host, ".localhost")); bucket != "" {
			return address{v, bucket, path}, nil
		}
		a := inPath(v, path)
		if v.VirtualOnly && !strings.HasSuffix(host, "localhost") {
			return a, fault.New(fault.NoPathStyle, "The bucket you are attempting to access must be addressed using OSS third level domain.").
				With("BucketName", a.bucketName)
		}
		return a, nil
	}
	first, rest, _ := strings.Cut(path, "/")
	if v := s.vendors[first]; v != nil {
		return inPath(v, rest), nil
	}
	return inPath(s.vendors[rootDialect], path), nil
}

func inPath(v *vendor.Vendor, path string) address {
	bucket, key, _ := strings.Cut(path, "/")
	return address{v, bucket, key}
}

// ownHost cuts a vendor's own domain off: "<bucket>.<endpoint>" or "<endpoint>" is left.
func ownHost(v *vendor.Vendor, host string) (rest string, ok bool) {
	for _, end := range v.HostEnds {
		if "."+host == end {
			return v.Name, true
		}
		if rest, ok = strings.CutSuffix(host, end); ok {
			if strings.HasSuffix(end, ".localhost") {
				return rest + "." + v.Name, true
			}
			return rest, true
		}
	}
	return "", false
}

// bucketLabel is what stands in front of the endpoint, which begins with the
// label "oss", "oss-…" and the like; the dual-stack hosts of OSS have the
// region in front of it. Buckets of S3 may hold dots.
func bucketLabel(v *vendor.Vendor, rest string, regionFirst bool) string {
	labels := strings.Split(rest, ".")
	for i := len(labels) - 1; i >= 0; i-- {
		if labels[i] != v.Name && !strings.HasPrefix(labels[i], v.Name+"-") {
			continue
		}
		front := labels[:i]
		if regionFirst && i == len(labels)-1 && labels[i] == v.Name && len(front) > 0 && i != 1 {
			front = front[:len(front)-1]
		}
		return strings.Join(front, ".")
	}
	return ""
}
