export default function Page() {
  return <h1>my</h1>;
}
