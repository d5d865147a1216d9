using HumaXledger.Benchmarks;

return args switch
{
    ["main-job"] => await MainJob.RunAsync(Console.Out),
    ["portal-start"] => await MainJob.StartAsync(Console.Out),
    ["engine"] => await Engine.RunAsync(Console.Out),
    ["command-line"] => CommandLineRuns.Run(Console.Out),
    ["matching"] => MatchingQuality.Run(Console.Out),
    ["carrying-out"] => await CarryingOut.RunAsync(Console.Out),
    ["webhook", .. var rest] => await WebhookLoad.RunAsync(rest, Console.Out),
    ["following"] => await FollowingHuma.RunAsync(Console.Out, minutes: 10),
    ["following", var minutes] => await FollowingHuma.RunAsync(Console.Out, double.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture)),
    [ComparingProcess.Command, .. var rest] => await ComparingProcess.WorkAsync(rest, Console.Out),
    _ => Explain(),
};

static int Explain()
{
    Console.Error.WriteLine("dotnet run -c Release --project HumaXledger.Benchmarks -- main-job | portal-start | engine | matching | command-line | carrying-out | following [minutes] | webhook [seconds] [PostgreSQL connection string]");
    return 2;
}
