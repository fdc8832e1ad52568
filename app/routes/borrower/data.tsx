export default function Page() {
  return <h1>data</h1>;
}
