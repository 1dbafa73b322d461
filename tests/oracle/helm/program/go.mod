module helm-oracle

go 1.24.0

require (
	helm.sh/helm/v3 v3.19.0
	sigs.k8s.io/yaml v1.6.0
)
