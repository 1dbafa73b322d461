// Command helm-oracle answers what Helm makes of charts and templates: a JSON object a line on its standard input, its
// answer a line on its standard output. It links Helm's own library, so that thousands of questions cost one start.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/release"
	"helm.sh/helm/v3/pkg/strvals"
	"sigs.k8s.io/yaml"
)

type question struct {
	Op string `json:"op"`
	// A directory or an archive with a chart, for "template", "values" and "chart".
	Dir string `json:"dir"`
	// Texts of templates by their path below the chart, such as "templates/a.yaml", for "tpl".
	Templates map[string]string `json:"templates"`
	// One template, instead of `Templates`.
	Template *string `json:"template"`
	// Further files of the chart, for "tpl".
	Files map[string]string `json:"files"`

	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	// The texts of values files, the later ones over the earlier ones.
	Values []string `json:"values"`
	// As `--set` has them.
	Set         []string `json:"set"`
	KubeVersion string   `json:"kubeVersion"`
	APIVersions []string `json:"apiVersions"`
	IncludeCRDs bool     `json:"includeCrds"`
	IsUpgrade   bool     `json:"isUpgrade"`
	// Whether values.schema.json says nothing.
	SkipSchema bool `json:"skipSchema"`
}

type hook struct {
	Path     string   `json:"path"`
	Events   []string `json:"events"`
	Manifest string   `json:"manifest"`
}

type answer struct {
	Error string `json:"error,omitempty"`
	// All that is no hook, each document behind a line that names its template.
	Manifest *string `json:"manifest,omitempty"`
	Hooks    []hook  `json:"hooks,omitempty"`
	Notes    string  `json:"notes,omitempty"`
	// What each template makes, for "tpl".
	Files  map[string]string `json:"files,omitempty"`
	Text   *string           `json:"text,omitempty"`
	Values interface{}       `json:"values,omitempty"`
	// What Helm says that it is and can, for "capabilities".
	Capabilities *chartutil.Capabilities `json:"capabilities,omitempty"`
}

const patience = 60 * time.Second

func main() {
	log.SetOutput(io.Discard)
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			if failed := out.Encode(answerWithin(line)); failed != nil {
				log.Fatal(failed)
			}
		}
		if err != nil {
			return
		}
	}
}

func answerWithin(line []byte) answer {
	done := make(chan answer, 1)
	go func() {
		defer func() {
			if told := recover(); told != nil {
				done <- answer{Error: fmt.Sprint("panic: ", told)}
			}
		}()
		var asked question
		if err := json.Unmarshal(line, &asked); err != nil {
			done <- answer{Error: "question: " + err.Error()}
			return
		}
		told, err := answerTo(asked)
		if err != nil {
			told.Error = err.Error()
		}
		done <- told
	}()
	select {
	case told := <-done:
		return told
	case <-time.After(patience):
		return answer{Error: "timeout"}
	}
}

func answerTo(asked question) (answer, error) {
	switch asked.Op {
	case "template":
		return template(asked)
	case "values":
		return renderValues(asked)
	case "tpl":
		return tpl(asked)
	case "capabilities":
		return answer{Capabilities: chartutil.DefaultCapabilities}, nil
	}
	return answer{}, fmt.Errorf("there is no op %q", asked.Op)
}

// template does what `helm template` does.
func template(asked question) (answer, error) {
	values, err := mergedValues(asked)
	if err != nil {
		return answer{}, err
	}
	loaded, err := loader.Load(asked.Dir)
	if err != nil {
		return answer{}, err
	}
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return answer{}, fmt.Errorf("%s charts are not installable", kind)
	}
	if needed := loaded.Metadata.Dependencies; needed != nil {
		if err := action.CheckDependencies(loaded, needed); err != nil {
			return answer{}, err
		}
	}
	install := action.NewInstall(&action.Configuration{Log: func(string, ...interface{}) {}})
	install.ReleaseName = asked.Name
	install.Namespace = asked.Namespace
	install.DryRun = true
	install.DryRunOption = "true"
	install.Replace = true
	install.ClientOnly = true
	install.IncludeCRDs = asked.IncludeCRDs
	install.IsUpgrade = asked.IsUpgrade
	install.SkipSchemaValidation = asked.SkipSchema
	install.APIVersions = asked.APIVersions
	if asked.KubeVersion != "" {
		if install.KubeVersion, err = chartutil.ParseKubeVersion(asked.KubeVersion); err != nil {
			return answer{}, err
		}
	}
	made, err := install.Run(loaded, values)
	if err != nil {
		return answer{}, err
	}
	return answer{Manifest: &made.Manifest, Hooks: hooksOf(made), Notes: made.Info.Notes}, nil
}

func hooksOf(made *release.Release) []hook {
	hooks := []hook{}
	for _, one := range made.Hooks {
		events := []string{}
		for _, event := range one.Events {
			events = append(events, event.String())
		}
		hooks = append(hooks, hook{Path: one.Path, Events: events, Manifest: one.Manifest})
	}
	return hooks
}

// renderValues gives the values that the templates of a chart see.
func renderValues(asked question) (answer, error) {
	values, err := mergedValues(asked)
	if err != nil {
		return answer{}, err
	}
	loaded, err := loader.Load(asked.Dir)
	if err != nil {
		return answer{}, err
	}
	if err := chartutil.ProcessDependenciesWithMerge(loaded, values); err != nil {
		return answer{}, err
	}
	top, err := topOf(loaded, values, asked)
	if err != nil {
		return answer{}, err
	}
	return answer{Values: top["Values"]}, nil
}

// tpl renders templates with Helm's engine alone.
func tpl(asked question) (answer, error) {
	values, err := mergedValues(asked)
	if err != nil {
		return answer{}, err
	}
	made := &chart.Chart{Metadata: &chart.Metadata{APIVersion: "v2", Name: "c", Version: "1.2.3", AppVersion: "4.5"}}
	if asked.Template != nil {
		made.Templates = append(made.Templates, &chart.File{Name: "templates/t.yaml", Data: []byte(*asked.Template)})
	}
	for name, text := range asked.Templates {
		made.Templates = append(made.Templates, &chart.File{Name: name, Data: []byte(text)})
	}
	for name, text := range asked.Files {
		made.Files = append(made.Files, &chart.File{Name: name, Data: []byte(text)})
	}
	top, err := topOf(made, values, asked)
	if err != nil {
		return answer{}, err
	}
	files, err := engine.Engine{}.Render(made, top)
	if err != nil {
		return answer{}, err
	}
	if asked.Template == nil {
		return answer{Files: files}, nil
	}
	text := files["c/templates/t.yaml"]
	return answer{Text: &text}, nil
}

func topOf(loaded *chart.Chart, values map[string]interface{}, asked question) (chartutil.Values, error) {
	capabilities := chartutil.DefaultCapabilities.Copy()
	if asked.KubeVersion != "" {
		version, err := chartutil.ParseKubeVersion(asked.KubeVersion)
		if err != nil {
			return nil, err
		}
		capabilities.KubeVersion = *version
	}
	capabilities.APIVersions = append(append(chartutil.VersionSet{}, capabilities.APIVersions...), asked.APIVersions...)
	options := chartutil.ReleaseOptions{
		Name:      asked.Name,
		Namespace: asked.Namespace,
		Revision:  1,
		IsInstall: !asked.IsUpgrade,
		IsUpgrade: asked.IsUpgrade,
	}
	return chartutil.ToRenderValuesWithSchemaValidation(loaded, values, options, capabilities, asked.SkipSchema)
}

// mergedValues does what `--values` and `--set` do.
func mergedValues(asked question) (map[string]interface{}, error) {
	base := map[string]interface{}{}
	for _, text := range asked.Values {
		current := map[string]interface{}{}
		if err := yaml.Unmarshal([]byte(text), &current); err != nil {
			return nil, fmt.Errorf("failed to parse values: %w", err)
		}
		base = merged(base, current)
	}
	for _, text := range asked.Set {
		if err := strvals.ParseInto(text, base); err != nil {
			return nil, fmt.Errorf("failed parsing --set data: %w", err)
		}
	}
	return base, nil
}

func merged(under, over map[string]interface{}) map[string]interface{} {
	all := make(map[string]interface{}, len(under))
	for key, value := range under {
		all[key] = value
	}
	for key, value := range over {
		if inner, ok := value.(map[string]interface{}); ok {
			if earlier, ok := all[key].(map[string]interface{}); ok {
				all[key] = merged(earlier, inner)
				continue
			}
		}
		all[key] = value
	}
	return all
}
