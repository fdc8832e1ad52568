// Whether the process lives. It asks nobody: a database that is away is no reason to restart the pages.
export function loader(): Response {
  return new Response("ok\n", { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
