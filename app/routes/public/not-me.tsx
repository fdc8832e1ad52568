export default function Page() {
  return <h1>not-me</h1>;
}
