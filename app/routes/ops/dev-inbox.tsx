export default function Page() {
  return <h1>dev-inbox</h1>;
}
