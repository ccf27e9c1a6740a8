// A gRPC server on grpc-go that answers any method with the request itself, as raw bytes.
//
//	go-echo [-streams N] [-age MS] [-gzip] [-key KEY.pem -cert CERT.pem]
//
// Prints "ready PORT"; a line on its standard input makes it print "served N", the requests that
// reached its handler; it ends when its standard input does. A request that starts with
// "fail:CODE:words" is answered with that status and those words.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	_ "google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

type rawBytes struct{}

func (rawBytes) Marshal(v any) ([]byte, error) { return *v.(*[]byte), nil }
func (rawBytes) Unmarshal(data []byte, v any) error {
	*v.(*[]byte) = append([]byte(nil), data...)
	return nil
}
func (rawBytes) Name() string { return "proto" }

func main() {
	streams := flag.Uint("streams", 0, "streams at a time on one connection")
	ageMs := flag.Int("age", 0, "milliseconds that a connection may live")
	gzip := flag.Bool("gzip", false, "compress answers")
	key := flag.String("key", "", "speak TLS with this key")
	cert := flag.String("cert", "", "and its certificate")
	flag.Parse()
	var served atomic.Int64

	handle := func(_ any, stream grpc.ServerStream) error {
		var message []byte
		if err := stream.RecvMsg(&message); err != nil {
			return err
		}
		served.Add(1)
		if parts := strings.SplitN(string(message), ":", 3); len(parts) == 3 && parts[0] == "fail" {
			code, _ := strconv.Atoi(parts[1])
			stream.SetTrailer(metadata.Pairs("retry-after-ms", "100", "trace-bin", "\x00\x01\x02"))
			return status.Error(codes.Code(code), parts[2])
		}
		if *gzip {
			if err := grpc.SetSendCompressor(stream.Context(), "gzip"); err != nil {
				return err
			}
		}
		return stream.SendMsg(&message)
	}

	options := []grpc.ServerOption{
		grpc.ForceServerCodec(rawBytes{}),
		grpc.UnknownServiceHandler(handle),
		grpc.MaxRecvMsgSize(1 << 30),
	}
	if *streams > 0 {
		options = append(options, grpc.MaxConcurrentStreams(uint32(*streams)))
	}
	if *ageMs > 0 {
		options = append(options, grpc.KeepaliveParams(keepalive.ServerParameters{
			MaxConnectionAge: time.Duration(*ageMs) * time.Millisecond,
		}))
	}
	if *key != "" {
		identity, err := credentials.NewServerTLSFromFile(*cert, *key)
		if err != nil {
			panic(err)
		}
		options = append(options, grpc.Creds(identity))
	}
	server := grpc.NewServer(options...)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go server.Serve(listener)
	fmt.Println("ready", listener.Addr().(*net.TCPAddr).Port)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		fmt.Println("served", served.Load())
	}
	server.Stop()
}
