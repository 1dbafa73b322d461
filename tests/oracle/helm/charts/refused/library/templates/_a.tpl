{{ define "a" }}{{ end }}
