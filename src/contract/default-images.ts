/**
 * The images of a stack where none is named; exact, so that a run of today can be repeated tomorrow.
 * Triton of July 2026, the long-term release of Prometheus, and Grafana's images without enterprise parts.
 */
export const DEFAULT_IMAGES = {
  triton: 'nvcr.io/nvidia/tritonserver:26.07-py3',
  prometheus: 'prom/prometheus:v3.5.0',
  grafana: 'grafana/grafana:12.1.1',
} as const;
