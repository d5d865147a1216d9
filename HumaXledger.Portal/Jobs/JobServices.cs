using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Mail;
using Microsoft.Data.Sqlite;
using Npgsql;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Quartz with its job store in the same database: jobs survive a restart, and with PostgreSQL another node takes them
/// over.
/// </summary>
public static class JobServices
{
    /// <summary>Registers Quartz, the background services and the mails about results and alerts.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        var store = StorageConnection.Read(StorageOptions.From(configuration));
        var schedule = ScheduleOptions.From(configuration);
        services.AddQuartz(quartz =>
        {
            quartz.UseDefaultThreadPool(schedule.Threads);
            quartz.UseExecutionLimits(limits => limits.ForGroup(JobKind.Scheduled, schedule.ScheduledThreads));
            quartz.UsePersistentStore(jobs =>
            {
                // A scheduler that could not be shut down in time must not keep the process from ending.
                jobs.ConfigureStore(settings => settings.UseBackgroundThreads = true);
                if (store.Provider == StorageProvider.Sqlite)
                {
                    jobs.UseSqlite(SqliteFactory.Instance, store.ConnectionString);
                }
                else
                {
                    jobs.UsePostgres(NpgsqlFactory.Instance, store.ConnectionString);
                    // A node that ended without a word is noticed after about ten seconds, and its jobs are recovered.
                    jobs.UseClustering(nodes =>
                        (nodes.CheckinInterval, nodes.CheckinMisfireThreshold) = (
                            TimeSpan.FromSeconds(3),
                            TimeSpan.FromSeconds(6)
                        )
                    );
                }
            });
        });
        // Jobs are cancelled at shutdown and end at their next await; waiting keeps what they use alive meanwhile. The
        // journal resumes a run.
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddSingleton<SyncJobs>();
        services.AddSingleton<ComparisonPerToken>();
        BackgroundWork.Add<UnfinishedWork>(services);
        services
            .AddOptions<InboundSyncOptions>()
            .BindConfiguration(InboundSyncOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        BackgroundWork.Add<InboundSyncWorker>(services);
        BackgroundWork.Add<ValueKeyWorker>(services);
        services
            .AddOptions<ScheduleOptions>()
            .BindConfiguration(ScheduleOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddHostedService<ScheduledWork>();
        services.AddSingleton<MailRenderer>();
        services.AddSingleton<AlertMessages>();
        services.AddSingleton<AlertMail>();
        services.AddSingleton<AlertTasks>();
        services.AddSingleton<ResultMail>();
        services.AddSingleton<MailDelivery>();
        services.AddSingleton<MailRetries>();
        return services;
    }
}
