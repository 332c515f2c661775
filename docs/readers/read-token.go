// Reads the Cerby bearer token as docs/credentials-file.md asks a reader to. Go 1.16 or newer, no modules.
//
//	go run read-token.go /users 5     calls GET <base url>/users five times and prints each status
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

type profile struct {
	baseURL, token string
	endsAt         time.Time
}

var (
	header = regexp.MustCompile(`^\[([^\]]+)\]`)
	pair   = regexp.MustCompile(`^([A-Za-z_]+)\s*=\s*(\S+)`)
)

func credentialsPath() (string, error) {
	home, err := os.UserHomeDir()
	chosen := os.Getenv("CERBY_SHARED_CREDENTIALS_FILE")
	if chosen == "" {
		return filepath.Join(home, ".cerby", "credentials"), err
	}
	if chosen == "~" || strings.HasPrefix(chosen, "~/") || strings.HasPrefix(chosen, `~\`) {
		return filepath.Join(home, chosen[1:]), err
	}
	return chosen, nil
}

// readProfile gives the four keys of the profile that CERBY_PROFILE names.
func readProfile() (*profile, error) {
	path, err := credentialsPath()
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	wanted, section := os.Getenv("CERBY_PROFILE"), ""
	if wanted == "" {
		wanted = "default"
	}
	values := map[string]string{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if found := header.FindStringSubmatch(lines.Text()); found != nil {
			section = found[1]
		} else if found := pair.FindStringSubmatch(lines.Text()); found != nil && section == wanted {
			values[strings.ToLower(found[1])] = found[2]
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if values["cerby_bearer_token"] == "" {
		return nil, errors.New("no Cerby token in profile " + wanted + ": sign in with Latchkey")
	}
	endsAt, err := time.Parse(time.RFC3339, values["cerby_token_expiration"])
	return &profile{values["cerby_base_url"], values["cerby_bearer_token"], endsAt}, err
}

var held *profile

func send(path string) (int, error) {
	request, err := http.NewRequest(http.MethodGet, held.baseURL+path, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer "+held.token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	return answer.StatusCode, nil
}

// call never sends a token in its last minute, and sends again once with the newest one when refused.
func call(path string) (status int, err error) {
	if held == nil || time.Until(held.endsAt) < time.Minute {
		if held, err = readProfile(); err != nil {
			return 0, err
		}
	}
	if status, err = send(path); err != nil || status != http.StatusUnauthorized {
		return status, err
	}
	refused := held.token
	if held, err = readProfile(); err != nil || held.token == refused {
		return status, err
	}
	return send(path)
}

func main() {
	times, err := strconv.Atoi(os.Args[2])
	for count := 0; err == nil && count < times; count++ {
		var status int
		if status, err = call(os.Args[1]); err == nil {
			fmt.Println(status)
			time.Sleep(100 * time.Millisecond)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
