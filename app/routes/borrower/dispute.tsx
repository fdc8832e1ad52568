export default function Page() {
  return <h1>dispute</h1>;
}
