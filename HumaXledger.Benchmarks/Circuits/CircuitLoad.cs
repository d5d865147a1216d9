using System.Diagnostics;
using System.Globalization;

namespace HumaXledger.Benchmarks.Circuits;

/// <summary>
/// Many open pages of one review, each of which is clicked every ten seconds: a choice, a filter, another part of the
/// rows, in turn. The built Portal is a process of its own; this one speaks the circuits' protocol.
/// </summary>
internal sealed class CircuitLoad
{
    private const int Usual = 200;
    private const int People = 10_000;
    private const int Seconds = 60;
    private const int Users = 20;
    private const int OpenedAtOnce = 2;
    private const int PageRows = 40;
    private const double MostSent = 60_000;
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private static readonly string[] Kinds = ["choice", "filter", "page"];

    private readonly ReviewedOrganization _organization;
    private readonly int _count;
    private readonly TimeSpan _lasts;
    private readonly List<SignedInUser> _users = [];
    private readonly List<PageCircuit> _circuits = [];
    private readonly Lock _gate = new();
    private readonly List<Click> _clicks = [];
    private readonly List<string> _failed = [];

    private CircuitLoad(ReviewedOrganization organization, int count, TimeSpan lasts) =>
        (_organization, _count, _lasts) = (organization, count, lasts);

    /// <summary>Writes the table; 1 where a target was missed.</summary>
    /// <param name="arguments">Circuits, people and seconds, where not the usual ones.</param>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output) =>
        MainJob.MeasureAsync(output, async () =>
        {
            var numbers = arguments.Select(one => int.Parse(one, CultureInfo.InvariantCulture)).ToList();
            await using var organization = await ReviewedOrganization.OpenAsync(
                numbers.Count > 1 ? numbers[1] : People
            );
            var load = new CircuitLoad(
                organization,
                numbers.Count > 0 ? numbers[0] : Usual,
                TimeSpan.FromSeconds(numbers.Count > 2 ? numbers[2] : Seconds)
            );
            try
            {
                return await load.MeasureAsync(numbers.Count > 1 && numbers[1] > People);
            }
            catch (Exception)
            {
                await Console.Error.WriteLineAsync(string.Join('\n', organization.Portal.LastLines));
                throw;
            }
            finally
            {
                await load.LeaveAsync();
            }
        });

    private async Task<List<Measurement>> MeasureAsync(bool large)
    {
        for (var user = 1; user <= Math.Min(Users, _count); user++)
        {
            _users.Add(await SignedInUser.SignInAsync(_organization.Portal.Address, $"Administrator {user}"));
        }

        // The first one compiles, reads and compares; memory is counted from the second on.
        var first = await OpenAsync(0);
        await OpenAsync(1);
        var (heap, working) = (_organization.Portal.ManagedHeap(), Working());
        var opened = new List<double>();
        var spent = Processor();
        foreach (var numbers in Enumerable.Range(2, Math.Max(1, _count - 2)).Chunk(OpenedAtOnce))
        {
            opened.AddRange(await Task.WhenAll(numbers.Select(OpenAsync)));
        }

        var opening = (Processor() - spent) / opened.Count;
        var (heapEach, workingEach) = (
            (_organization.Portal.ManagedHeap() - heap) / Megabyte / opened.Count,
            (Working() - working) / Megabyte / opened.Count
        );
        Say($"{_circuits.Count} circuits are open, {Measurement.Median(opened):0.00} s each, first {first:0.00} s");
        for (var number = 0; number < _circuits.Count; number++)
        {
            await TurnPageAsync(_circuits[number], number, -1);
        }

        // The kinds of click compile with the first of each.
        for (var turn = 0; turn < Kinds.Length; turn++)
        {
            await ClickAsync(_circuits[0], 0, turn, Stopwatch.GetTimestamp());
        }

        _clicks.Clear();
        spent = Processor();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(_circuits.Select((circuit, number) => ClickOnAsync(circuit, number, began)));
        var busy = Processor() - spent;
        var took = Stopwatch.GetElapsedTime(began);
        var most = large ? 2.0 : 0.8;
        return
        [
            .. Kinds.Append("all").Select(Times),
            .. Kinds.Select(Sent),
            new Measurement(
                "First rows of a circuit, second on",
                $"≤ {most.ToString(CultureInfo.InvariantCulture)} s",
                Measurement.Seconds(Measurement.Median(opened)),
                $"median of {opened.Count}, {OpenedAtOnce} at a time; 95th percentile "
                    + $"{Measurement.Seconds(Measurement.Percentile(opened, 0.95))}; first of the process "
                    + $"{Measurement.Seconds(first)}; processor {Measurement.Seconds(opening)}",
                Measurement.Within(Measurement.Median(opened), most)
            ),
            new Measurement(
                "Memory of a circuit",
                "≤ 10 MB",
                Number(heapEach, "0.0 MB"),
                "managed heap after a full collection; working set " + Number(workingEach, "0.0 MB"),
                heapEach <= 10
            ),
            new Measurement(
                "Memory of the portal",
                large ? "≤ 1,536 MB" : "",
                Number(Peak() / Megabyte, "N0") + " MB",
                $"highest working set with {_circuits.Count} circuits",
                large ? Peak() <= 1_536 * Megabyte : null
            ),
            new Measurement(
                "Processor of a click",
                "",
                Number(1_000 * busy / Math.Max(1, _clicks.Count), "0.0 ms"),
                $"of the portal, all else included: {Number(100 * busy / took.TotalSeconds, "0")} % of a processor",
                null
            ),
        ];
    }

    private Measurement Times(string kind)
    {
        var times = _clicks.Where(click => kind == "all" || click.Kind == kind).Select(click => click.Took).ToList();
        var high = Measurement.Percentile(times, 0.95);
        var rate = _circuits.Count / Between.TotalSeconds;
        return new Measurement(
            kind == "all" ? $"{_circuits.Count} circuits, a click every 10 s" : $"… {kind}",
            kind == "all" ? "95th percentile ≤ 1 s" : "",
            Measurement.Seconds(high),
            $"median {Measurement.Seconds(Measurement.Median(times))}, longest {Measurement.Seconds(times.Max())}; "
                + $"{times.Count} clicks, {_failed.Count} not answered, {Number(rate, "0")} a second",
            kind == "all" ? _failed.Count == 0 && Measurement.Within(high, 1) : null
        );
    }

    private Measurement Sent(string kind)
    {
        var bytes = _clicks.Where(click => click.Kind == kind).Select(click => (double)click.Bytes).ToList();
        var median = Measurement.Median(bytes);
        return new Measurement(
            $"Sent for a {kind}",
            "≤ 60 kB",
            Number(median / 1_000, "0 kB"),
            $"before compression, until it is shown; 95th percentile "
                + Number(Measurement.Percentile(bytes, 0.95) / 1_000, "0 kB"),
            // Bytes do not vary: no margin.
            median <= MostSent
        );
    }

    /// <returns>Seconds until the first screen is covered with rows.</returns>
    private async Task<double> OpenAsync(int number)
    {
        var began = Stopwatch.GetTimestamp();
        var circuit = await PageCircuit.OpenAsync(_users[number % _users.Count], $"/{_organization.Path}/conflicts");
        lock (_gate)
        {
            _circuits.Add(circuit);
        }

        await circuit.UntilAsync(ReviewPage.IsCovered);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // At fixed times, answered or not: a slow answer delays no other click.
    private async Task ClickOnAsync(PageCircuit circuit, int number, long began)
    {
        var from = Between * number / _circuits.Count;
        for (var turn = 0; from + (Between * turn) < _lasts; turn++)
        {
            var due = from + (Between * turn);
            var early = due - Stopwatch.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early);
            }

            try
            {
                await ClickAsync(circuit, number, turn, began + (long)(due.TotalSeconds * Stopwatch.Frequency));
            }
            catch (Exception fault) when (fault is TimeoutException or InvalidOperationException)
            {
                lock (_gate)
                {
                    _failed.Add(fault.Message);
                }

                Say($"circuit {number}: {fault.Message}");
                return;
            }
        }
    }

    private async Task ClickAsync(PageCircuit circuit, int number, int turn, long due)
    {
        var kind = (number + turn) % Kinds.Length;
        var before = circuit.Received;
        await (
            kind switch
            {
                0 => ChooseAsync(circuit),
                1 => FilterAsync(circuit, number),
                _ => TurnPageAsync(circuit, number, turn),
            }
        );
        lock (_gate)
        {
            _clicks.Add(new Click(Kinds[kind], Stopwatch.GetElapsedTime(due).TotalSeconds, circuit.Received - before));
        }
    }

    private static async Task ChooseAsync(PageCircuit circuit)
    {
        var choice = circuit.Look(page =>
        {
            // In the middle of the window, not above or below it.
            var choices = ReviewPage.Choices(page);
            return choices[choices.Count / 2];
        });
        await circuit.ClickAsync(choice);
        await circuit.UntilAsync(_ => ReviewPage.IsPressed(choice));
    }

    private async Task FilterAsync(PageCircuit circuit, int number)
    {
        var all = circuit.Look(page => !ReviewPage.IsPressed(ReviewPage.Filters(page)[0]));
        var wanted = circuit.Look(page => ReviewPage.Filters(page)[all ? 0 : ^1]);
        var before = circuit.Look(ReviewPage.Count);
        await circuit.ClickAsync(wanted);
        await circuit.UntilAsync(page => ReviewPage.IsPressed(wanted) && ReviewPage.Count(page) != before);
        if (!circuit.Look(ReviewPage.IsCovered))
        {
            // The page has become shorter than the window's place: the browser moves the window, and reports it.
            await TurnPageAsync(circuit, number, 0);
        }
    }

    // Each circuit stays in its own part of the rows, as people who have shared the work do.
    private async Task TurnPageAsync(PageCircuit circuit, int number, int turn)
    {
        var (rows, rendered) = circuit.Look(page => (ReviewPage.Count(page), ReviewPage.Rows(page).Count));
        var part = rows / _count;
        var wanted = Math.Min((part * number) + ((turn + 1) * PageRows % Math.Max(PageRows + 1, part)), rows - 60);
        await circuit.ScrollAsync(wanted * ReviewPage.Row, rendered * ReviewPage.Row, ReviewPage.Window);
        await circuit.UntilAsync(page =>
            ReviewPage.Rows(page) is { Count: > 0 } shown
            && shown[0] <= wanted + 2
            && shown[^1] >= wanted + (ReviewPage.Window / ReviewPage.Row)
        );
    }

    private double Processor()
    {
        _organization.Portal.Process.Refresh();
        return _organization.Portal.Process.TotalProcessorTime.TotalSeconds;
    }

    private long Working()
    {
        _organization.Portal.Process.Refresh();
        return _organization.Portal.Process.WorkingSet64;
    }

    private long Peak()
    {
        _organization.Portal.Process.Refresh();
        return _organization.Portal.Process.PeakWorkingSet64;
    }

    private async Task LeaveAsync()
    {
        foreach (var circuit in _circuits)
        {
            await circuit.DisposeAsync();
        }

        _users.ForEach(user => user.Dispose());
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    // A measurement takes minutes: what stopped it is seen by what came before.
    private static void Say(FormattableString what) =>
        Console.Error.WriteLine(what.ToString(CultureInfo.InvariantCulture));

    /// <param name="Took">Seconds from when it was due until the page showed the answer.</param>
    /// <param name="Bytes">Received meanwhile.</param>
    private sealed record Click(string Kind, double Took, long Bytes);
}
