export default function Page() {
  return <h1>dev-parts</h1>;
}
