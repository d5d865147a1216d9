using HumaXledger.Benchmarks;
using HumaXledger.Benchmarks.Circuits;
using HumaXledger.Benchmarks.Nodes;

return args switch
{
    ["main-job"] => await MainJob.RunAsync(Console.Out),
    ["portal-start"] => await MainJob.StartAsync(Console.Out),
    ["engine"] => await Engine.RunAsync(Console.Out),
    ["command-line"] => CommandLineRuns.Run(Console.Out),
    ["peers", .. var rest] => Peers.Run(rest, Console.Out),
    ["matching"] => MatchingQuality.Run(Console.Out),
    ["carrying-out"] => await CarryingOut.RunAsync(Console.Out),
    ["webhook", .. var rest] => await WebhookLoad.RunAsync(rest, Console.Out),
    ["activity-log", .. var rest] => await ActivityLogLoad.RunAsync(rest, Console.Out),
    ["sandbox-reading", .. var rest] => await SandboxReading.RunAsync(rest, Console.Out),
    ["round", .. var rest] => await RoundLoad.RunAsync(rest, Console.Out),
    ["review", "serve"] => await ReviewSpeed.ServeAsync(Console.Out),
    ["review", .. var rest] => await ReviewSpeed.RunAsync(rest, Console.Out),
    ["circuits", .. var rest] => await CircuitLoad.RunAsync(rest, Console.Out),
    ["shared-token", .. var rest] => await SharedToken.RunAsync(rest, Console.Out),
    ["sealed", .. var rest] => await SealedReading.RunAsync(rest, Console.Out),
    ["following", .. var rest] => await FollowingHuma.RunAsync(rest, Console.Out),
    ["cluster", .. var rest] => await ClusterLoad.RunAsync(rest, Console.Out),
    [ComparingProcess.Command, .. var rest] => await ComparingProcess.WorkAsync(rest, Console.Out),
    _ => Explain(),
};

static int Explain()
{
    Console.Error.WriteLine(
        "dotnet run -c Release --project HumaXledger.Benchmarks -- main-job | portal-start | engine | peers [people] | "
            + "matching | command-line | review [people | serve] | circuits [count] [people] [seconds] | carrying-out | activity-log [entries] "
            + "[PostgreSQL connection string] | following [minutes] [PostgreSQL connection string] | "
            + "round [connections] [PostgreSQL connection string] | sandbox-reading [people] [rounds] | "
            + "sealed [people] | webhook [seconds] [PostgreSQL connection string] | "
            + "shared-token (PostgreSQL connection string) [seconds] | "
            + "cluster [live | takeover | webhook | connections]… [--minutes N] [--rounds N] [--connections N] "
            + "[--people N]"
    );
    return 2;
}
