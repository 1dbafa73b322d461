// Command versions prints what Masterminds/semver makes of constraints and versions, as tests/fetch/versions/semver.json
// has it: in the directory of this file, `go run . > ../../fetch/versions/semver.json`.
package main

import (
	"encoding/json"
	"os"
	"sort"
	"strings"

	"github.com/Masterminds/semver/v3"
)

var versions = []string{
	"0.0.0", "0.0.1", "0.0.2", "0.0.3-alpha", "0.0.3", "0.1.0", "0.2.0", "0.2.3", "0.2.4", "0.3.0-rc.1", "0.3.0",
	"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
	"1.0.0", "1.0.0+build.1", "1.0.0+build.2", "v1.0.1", "1.1.0", "1.1.1", "1.2", "1.2.0-0", "1.2.1", "1.2.3-alpha.3",
	"1.2.3", "1.2.4", "1.3", "1.3.0-pre", "1.4.0", "1.9.9", "1.10.0", "1.11.2", "2", "2.0.0-rc.0", "2.0.0", "v2.0.1",
	"2.1.0", "2.3.5", "2.4.5", "3.0.0", "3.0.1-beta", "10.0.0", "10.2.3", "11.1.0", "12.0.0", "2024.1.15",
	"1.2.3.4", "latest", "", "v", "1.x", "01.2.3", "1.02.3", "1.2.3-01", "1.2.3-", "1.2.3+", "V1.2.3", " 1.2.3",
	"18446744073709551615.0.0", "18446744073709551616.0.0", "1.2.3-x.7.z.92", "1.2.3-0a.-", "1.2.3--", "-1.0.0",
}

var constraints = []string{
	"", " ", "*", "x", "X", "x.x", "*.*", "x.x.x", "1", "v1", "1.2", "1.2.3", "v1.2.3", "=1.2.3", "= 1.2.3", "==1.2.3",
	"1.x", "1.X", "1.*", "1.2.x", "1.2.X", "1.2.*", "1.x.x", "1.*.3", "x.2.3", "v1.x", "=1.x", "= v1.2.x", "1.2.3.4",
	">1", "> 1", ">1.2", ">1.2.3", ">1.x", ">1.2.x", "> v1.2.3", ">0", ">0.0.0", ">*", ">11", ">11.1", ">11.1.0",
	">=1", ">=1.2", ">= 1.2.3", "=>1.2.3", "=> 1.2", ">=1.x", ">=*", ">=1.2.3-0", ">=1.2.3-alpha.3", ">=0.0.0-0", ">=0-0",
	"<1", "<1.2", "< 1.2.3", "<1.x", "<2.0.0-0", "<2.0.0-rc.0", "<*", "<0.0.0", "<0.0.1", "<10", "<10.2",
	"<=1", "<=1.2", "<= 1.2.3", "=<1.2.3", "=< 1.2", "<=1.x", "<=1.2.x", "<=2.0.0-rc.0", "<=*", "<=0", "<=0.0",
	"!=1", "!=1.2", "!= 1.2.3", "!=1.x", "!=1.2.x", "!=*", "!=1.2.3-alpha.3", "!=1.2.x-0", "!=1.0.0+build.1", "!=0",
	"~1", "~1.2", "~ 1.2.3", "~1.x", "~1.2.x", "~*", "~0", "~0.0", "~0.0.0", "~0.2.3", "~v1.2.3", "~1.2.3-alpha", "~1.0.0-alpha",
	"~>1", "~>1.2", "~> 1.2.3", "~>2.0.0-0", "~>1.x", "~>*", "~x", "~1-0", "~1.2-0",
	"^1", "^1.2", "^ 1.2.3", "^1.x", "^1.2.x", "^*", "^0", "^0.0", "^0.0.0", "^0.0.3", "^0.2", "^0.2.3", "^0.x", "^0.0.x",
	"^v1.2", "^1.2.3-alpha", "^1.0.0-0", "^0.3.0-rc.1", "^0.0.3-alpha", "^2-0", "^10", "^x.2",
	">=1.2, <2", ">=1.2,<2", ">=1.2 <2", ">= 1.2 < 2.0.0", ">1.0 !=1.2.3 <=1.4", ">=1.2 , <2", ">=1.2,, <2", ",>=1.2", ">=1.2,",
	">=1.0.0-0 <2", ">=1.0.0 <2.0.0-0", "1.2.3, 1.2.4", "1.x 1.2.x", "1.x, !=1.2.3", "1 2", ">=1 <=1.9.9 !=1.4.0",
	"1 || 2", "1||2", "1.2.3||>=3", "<1 || >=2", ">=1, <1.2 || >=2, <2.1", "||", "1||", "||1", "1 ||", "1 | 2", "1|2", "*||1.x",
	">=3.0.0-0 || 1.2.3", "1.0.0-alpha || 1.0.0-beta.2", "1.2.3 || bogus", "^1 || ^2 || ^3", "~1.2||~2.3", "!=1 || !=2",
	"1 - 2", "1.2 - 1.4", "1.2.3 - 2.3.4", "1.0.0-alpha - 1.0.0", "1-2", "1 -2", "1- 2", "1.2 - 1.4 || 3", "0.2.3 - 1.x", "1 - 2 - 3",
	"v1.2 - v2", "1.2.3 -  2.0.0", ">=1.2 - 2", "1 - 2, !=1.4", "* - 2", "1 - *", "1.2.3-alpha.3 - 1.2.3",
	"latest", "stable", "bogus", "1.2.3-", "1.2.3+", "1.2.3+build", "1.0.0+build.1", "1.0.0-rc.1", "1.2.3-01", "01.2.3", "1.02", "><1",
	"=!1", "> =1", ">>1", "<>1", "^^1", "~^1", "!1", "(1)", "[1,2)", "1.2.3 ", " 1.2.3", "\t1.2.3\t", "1.2.3\n", "1.2.3;2", "1.2.3 foo",
	"18446744073709551615", "18446744073709551616", ">=2024", "2024.x", "1.2.3-x.7.z.92", ">1.2.3-x.7.z.92", "XX", "1.xx", "1*", "1|", "x|",
}

type table struct {
	About       string             `json:"about"`
	Versions    []string           `json:"versions"`
	Constraints map[string]*string `json:"constraints"`
	// The versions that are versions, from the oldest; those that are equal as they stand above.
	Order []string `json:"order"`
	// What StrictNewVersion takes.
	Strict []string `json:"strict"`
}

func main() {
	out := table{
		About:       "Made by tests/oracle/versions/main.go with github.com/Masterminds/semver/v3 v3.4.0. For each constraint, a digit for each version: 1 if it satisfies it, 0 if not, - if it is no version; null where the constraint is none.",
		Versions:    versions,
		Constraints: map[string]*string{},
	}
	var sorted []*semver.Version
	for _, text := range versions {
		if version, err := semver.NewVersion(text); err == nil {
			sorted = append(sorted, version)
		}
		if _, err := semver.StrictNewVersion(strings.TrimPrefix(text, "v")); err == nil {
			out.Strict = append(out.Strict, text)
		}
	}
	sort.Stable(semver.Collection(sorted))
	for _, version := range sorted {
		out.Order = append(out.Order, version.Original())
	}
	for _, text := range constraints {
		constraint, err := semver.NewConstraint(text)
		if err != nil {
			out.Constraints[text] = nil
			continue
		}
		row := strings.Builder{}
		for _, one := range versions {
			version, err := semver.NewVersion(one)
			switch {
			case err != nil:
				row.WriteByte('-')
			case constraint.Check(version):
				row.WriteByte('1')
			default:
				row.WriteByte('0')
			}
		}
		digits := row.String()
		out.Constraints[text] = &digits
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		panic(err)
	}
}
