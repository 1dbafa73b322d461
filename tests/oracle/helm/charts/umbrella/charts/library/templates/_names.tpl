{{ define "library.name" }}{{ .Release.Name | upper }}{{ end }}
