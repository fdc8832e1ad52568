export default function Page() {
  return <h1>statement</h1>;
}
