// Outside checks a bundle's record with the Go project's own transparency log, sharing no code with
// Rollcheck: the signature under the checkpoint, the tiles, and an inclusion proof for every entry
// shown and for an opening, if one is given.
//
//	go run . BUNDLE KEY [OPENING]
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tiles reads C2SP tiles, whose paths are those of Go's checksum database without the height.
type tiles struct{ folder string }

func (tiles) Height() int { return 8 }

func (t tiles) ReadTiles(asked []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, one := range asked {
		path := strings.Replace(one.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.folder, path))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
	return value
}

func hashOf(data []byte) (hash tlog.Hash) {
	if copy(hash[:], data) != tlog.HashSize {
		must(0, fmt.Errorf("a hash has %d bytes", len(data)))
	}
	return hash
}

func main() {
	bundle := os.Args[1]
	record := filepath.Join(bundle, "record")
	key := must(note.NewVerifier(os.Args[2]))
	text := must(os.ReadFile(filepath.Join(record, "checkpoint")))
	signed := must(note.Open(text, note.VerifierList(key)))
	lines := strings.Split(signed.Text, "\n")
	size := must(strconv.ParseInt(lines[1], 10, 64))
	root := hashOf(must(base64.StdEncoding.DecodeString(lines[2])))
	fmt.Printf("checkpoint of %d entries signed by %s\n", size, signed.Sigs[0].Name)

	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{record})
	shown := must(os.Open(filepath.Join(record, "entries.jsonl")))
	scanner, number := bufio.NewScanner(shown), 0
	scanner.Buffer(nil, 1<<24)
	for scanner.Scan() {
		var entry struct {
			Seq   int64
			Entry string
		}
		must(0, json.Unmarshal(scanner.Bytes(), &entry))
		proof := must(tlog.ProveRecord(size, entry.Seq, reader))
		leaf := tlog.RecordHash([]byte(entry.Entry))
		must(0, tlog.CheckRecord(proof, size, root, entry.Seq, leaf))
		number++
	}
	must(0, scanner.Err())
	fmt.Printf("%d entries proved to be in it\n", number)
	if len(os.Args) > 3 {
		open(os.Args[3])
	}
}

type opening struct {
	LineID  string `json:"line_id"`
	Section string
	Sheet   string
	LineNo  string `json:"line_no"`
	Salt    string
	Index   int64
	Size    int64
	Proof   []string
	Root    string
}

func open(path string) {
	var both struct{ Line opening }
	must(0, json.Unmarshal(must(os.ReadFile(path)), &both))
	said := both.Line
	data := must(hex.DecodeString(said.Salt))
	for _, text := range []string{said.LineID, said.Section, said.Sheet, said.LineNo} {
		data = binary.BigEndian.AppendUint32(data, uint32(len(text)))
		data = append(data, text...)
	}
	var proof tlog.RecordProof
	for _, one := range said.Proof {
		proof = append(proof, hashOf(must(hex.DecodeString(one))))
	}
	root := hashOf(must(hex.DecodeString(said.Root)))
	must(0, tlog.CheckRecord(proof, said.Size, root, said.Index, tlog.RecordHash(data)))
	fmt.Printf("line opened at leaf %d of %d\n", said.Index, said.Size)
}
