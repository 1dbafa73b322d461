{{ define "a" }}{{ env "HOME" }}{{ end }}
