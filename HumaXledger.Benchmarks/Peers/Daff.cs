using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Benchmarks.Peers;

/// <summary>
/// daff (npm) under node, in a process that keeps three tables and compares them when asked: the baseline is the
/// parent, Xledger is local and Huma is remote. daff reports what the remote changed and conflicts; what only the local
/// table changed is for it part of the merged table and no difference.
/// </summary>
internal sealed class Daff : IDisposable
{
    private const string Script = """
        const daff = require(process.argv[2]);
        const tables = JSON.parse(require('fs').readFileSync(process.argv[3], 'utf8'));

        function compare() {
          const flags = new daff.CompareFlags();
          flags.addPrimaryKey('id');
          flags.ordered = false;
          flags.unchanged_context = 0;
          flags.show_unchanged_columns = true;
          flags.allow_nested_cells = true;
          const [parent, local, remote] = [tables.Baseline, tables.Xledger, tables.Huma]
            .map(rows => new daff.TableView(rows));
          const found = new daff.TableView([]);
          new daff.TableDiff(daff.compareTables3(parent, local, remote, flags).align(), flags).hilite(found);
          return found;
        }

        // A value that both sides changed to the same is reported as a change of the remote; it is no difference.
        function cells(found) {
          const names = tables.Xledger[0];
          const local = new Map(tables.Xledger.map(row => [row[0], row]));
          const header = [...Array(found.get_height()).keys()].find(row => found.getCell(0, row) === '@@');
          const columns = [...Array(found.get_width()).keys()].map(column => found.getCell(column, header));
          const id = columns.indexOf('id');
          const list = [];
          for (let row = header + 1; row < found.get_height(); row++) {
            columns.forEach((name, column) => {
              const cell = found.getCell(column, row);
              const parts = cell !== null && typeof cell === 'object' ? cell.h ?? cell : {};
              const key = found.getCell(id, row);
              if ('theirs' in parts) {
                list.push([key, name, 'Conflict']);
              } else if ('after' in parts && local.get(key)[names.indexOf(name)] !== parts.after) {
                list.push([key, name, 'ChangedInHuma']);
              }
            });
          }
          return list;
        }

        require('readline').createInterface({ input: process.stdin }).on('line', question => {
          const began = performance.now();
          const found = compare();
          const seconds = (performance.now() - began) / 1000;
          console.log(JSON.stringify(question === 'cells' ? cells(found) : seconds));
        });
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-daff-");
    private readonly Process _node;

    /// <param name="module">The folder of the module, such as <c>node_modules/daff</c>.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">node is not on the path.</exception>
    public Daff(string module, Duck duck)
    {
        var (huma, xledger, baseline) = duck.Tables();
        var (script, tables) = (Path.Combine(_folder.FullName, "daff.cjs"), Path.Combine(_folder.FullName, "tables"));
        File.WriteAllText(script, Script);
        File.WriteAllText(
            tables,
            JsonSerializer.Serialize(
                new
                {
                    Huma = huma,
                    Xledger = xledger,
                    Baseline = baseline,
                }
            )
        );
        _node = Process.Start(
            new ProcessStartInfo("node", [script, Path.GetFullPath(module), tables])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
    }

    /// <summary>Compares; returns the seconds it took, reading the tables not included.</summary>
    public double Compare() => double.Parse(Ask("seconds"), CultureInfo.InvariantCulture);

    /// <summary>The cells that Huma changed and the conflicts.</summary>
    public HashSet<(string Huma, Field Field, DifferenceKind Kind)> Cells() =>
        [
            .. JsonSerializer
                .Deserialize<string[][]>(Ask("cells"))!
                .Select(cell => (cell[0], Enum.Parse<Field>(cell[1]), Enum.Parse<DifferenceKind>(cell[2]))),
        ];

    private string Ask(string question)
    {
        _node.StandardInput.WriteLine(question);
        _node.StandardInput.Flush();
        return _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node ended; see its message.");
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
        _folder.Delete(recursive: true);
    }
}
