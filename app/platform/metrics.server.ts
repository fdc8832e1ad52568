// What the portal measures of itself, in the text format that Prometheus reads. Labels are route patterns, methods
// and statuses: nothing of a person. The page build holds a copy of this file beside the server's own; both write
// into the one registry of prom-client.
import prometheus from "prom-client";
import type { App } from "./app.server.ts";

const { register } = prometheus;

function once<Metric>(name: string, make: () => Metric): Metric {
  return (register.getSingleMetric(name) as Metric | undefined) ?? make();
}

const requestDuration = once(
  "anhuan_http_request_duration_seconds",
  () =>
    new prometheus.Histogram({
      name: "anhuan_http_request_duration_seconds",
      help: "Time from the head of a request to the end of its answer",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    }),
);

const gauge = (name: string, help: string, labelNames: string[]): prometheus.Gauge =>
  once(name, () => new prometheus.Gauge({ name, help, labelNames }));

const poolConnections = gauge("anhuan_pool_connections", "Database connections of this process", ["state"]);
const queueJobs = gauge("anhuan_queue_jobs", "Jobs that are due and not taken yet", ["job"]);
const queueAge = gauge("anhuan_queue_oldest_seconds", "How long the oldest due job has waited", ["job"]);

export function observeRequest(method: string, route: string, status: number, seconds: number): void {
  requestDuration.observe({ method, route, status }, seconds);
}

/** Event loop, memory and the rest of node's own figures, once in the life of a process. */
export function collectProcessMetrics(): void {
  if (!register.getSingleMetric("process_cpu_user_seconds_total")) prometheus.collectDefaultMetrics();
}

export interface DueJobs {
  readonly job: string;
  readonly count: number;
  readonly oldestSeconds: number;
}

/**
 * Jobs that should be running by now. The queue keeps its own time, which is the database's: a job is due by the
 * clock that will hand it out.
 */
export async function readDueJobs({ db }: Pick<App, "db">): Promise<DueJobs[]> {
  const { rows } = await db.pool.query<{ name: string; count: number; oldest: number }>(
    `SELECT name, count(*)::int AS count, extract(epoch FROM now() - min(start_after))::float8 AS oldest
       FROM pgboss.job WHERE state < 'active' AND start_after <= now() GROUP BY name`,
  );
  return rows.map(({ name, count, oldest }) => ({ job: name, count, oldestSeconds: oldest }));
}

/** Everything, as text; the database's part is left out where the database does not answer. */
export async function writeMetrics(app: App): Promise<{ readonly contentType: string; readonly text: string }> {
  const { totalCount, idleCount, waitingCount } = app.db.pool;
  poolConnections.set({ state: "idle" }, idleCount);
  poolConnections.set({ state: "busy" }, totalCount - idleCount);
  poolConnections.set({ state: "waiting" }, waitingCount);
  queueJobs.reset();
  queueAge.reset();
  for (const { job, count, oldestSeconds } of await readDueJobs(app).catch(() => [])) {
    queueJobs.set({ job }, count);
    queueAge.set({ job }, oldestSeconds);
  }
  return { contentType: register.contentType, text: await register.metrics() };
}
